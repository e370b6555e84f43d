// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.postern.api.archive.Containers;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.MimeReader;
import org.postern.api.mime.Part;
import org.postern.api.mime.Reading;
import org.postern.api.mime.TransferEncoding;
import org.postern.api.policy.Finding;
import org.postern.api.policy.MailItem;
import org.postern.api.scan.ScanOutcome;
import org.postern.api.scan.ScanPlan;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.ScanService;
import org.postern.api.scan.Unpacking;
import org.postern.api.scan.Unscannable;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.scan.Verdict;
import org.postern.api.spool.Octets;
import org.postern.api.spool.Spool;
import org.postern.api.spool.SpoolWriter;
import org.postern.api.spool.SpooledMessage;

/**
 * Has every part of every reading looked at by every engine, and the message as a whole. An engine that takes messages apart
 * itself is no exception: it may not see that it has one before it, or read it in its own way. One use a message.
 */
final class Examination {
    /** Names the gateway itself where a verdict is not an engine's. */
    static final String GATEWAY = "postern";

    /**
     * Names the gateway where it fails though engines are in service; no engine can have that name. Its failures may be the
     * message's own fault (T43).
     */
    static final String READER = "postern.reader";

    /** Names the message as a whole. */
    static final String RAW = "raw";

    private final MimeReader mime;
    private final Openings openings;
    private final ScanService scanners;
    private final Spool spool;
    private final Crew crew;
    private final MailItem item;

    /** A message waits for an engine once, its parts at the same time, and not once for each of them. */
    private volatile boolean waited;

    private final AtomicReference<Finding> infected = new AtomicReference<>();

    /** Of what is looked at now: what leaves is no dearer for what came. */
    private volatile Unpacking unpacking = new Unpacking();

    Examination(MimeReader mime, Containers containers, ScanService scanners, Spool spool, Crew crew, MailItem item) {
        this.crew = crew;
        this.mime = mime;
        this.openings = new Openings(containers, item.deadline());
        this.scanners = scanners;
        this.spool = spool;
        this.item = item;
    }

    /**
     * @param message the message, or what is to leave instead of it
     * @return its structure, closed by the caller
     * @throws UnreadableException if the reader fails on it by its own fault, or in its time
     */
    MessageStructure read(Octets message) throws IOException {
        return UnreadableException.instead(() -> mime.read(new TimedOctets(message, item)));
    }

    /** @return what was found first in anything so far, also if not all could be looked at then */
    Optional<Finding> infected() {
        return Optional.ofNullable(infected.get());
    }

    /**
     * Has a message looked at that cannot be read: by engines, as a whole.
     *
     * @param found what was found in it at an earlier time
     */
    List<Examined> ofUnread(Octets message, String sha256, Part root, Optional<Finding> found) {
        found.ifPresent(finding -> infected.compareAndSet(null, finding));
        List<Finding> whole =
                findings(RAW, root, outcome(message, sha256, item.profile().scanPlan()));
        found.filter(finding -> !whole.contains(finding)).ifPresent(whole::add);
        String detail = "the gateway fails each time it reads this message";
        whole.add(finding(RAW, root, new Unscannable(UnscannableReason.LIMITS, detail)));
        return List.of(new Examined(root, whole));
    }

    /**
     * @param message the message, or what is to leave instead of it
     * @param sha256 its digest
     * @throws UnreadableException if the gateway's own code fails on it by its own fault
     * @return each leaf of each reading, and last the message as a whole, unless its parts explain all that was found in it
     */
    List<Examined> of(Octets message, String sha256, MessageStructure structure) throws IOException {
        unpacking = new Unpacking();
        Borders borders = Borders.of(structure);
        Part root = structure.first().root();
        ScanPlan plan = item.profile().scanPlan();
        List<Leaf> leaves = leaves(structure);
        List<Examined> found = UnreadableException.instead(() -> crew.each(
                1 + leaves.size(),
                message.size(),
                i -> i == 0
                        ? new Examined(root, findings(RAW, root, outcome(message, sha256, plan)))
                        : leaf(leaves.get(i - 1), borders, plan)));
        List<Finding> whole = new ArrayList<>(found.remove(0).findings());
        structure.unscannable().forEach(why -> whole.add(finding(RAW, root, why)));
        whole.removeIf(finding -> isExplained(finding, found));
        if (!whole.isEmpty()) {
            found.add(new Examined(root, whole));
        }
        return found;
    }

    /** A leaf, as one of the readings has it. */
    private record Leaf(Reading reading, Part part) {}

    private static List<Leaf> leaves(MessageStructure structure) {
        List<Leaf> leaves = new ArrayList<>();
        for (Reading reading : structure.readings()) {
            for (Part part : reading.leaves()) {
                leaves.add(new Leaf(reading, part));
            }
        }
        return leaves;
    }

    /** Leaves a finding to the part that it comes from; the check after rewriting tells whether it was the only one. */
    private static boolean isExplained(Finding ofWhole, List<Examined> found) {
        ScanResult result = ofWhole.result();
        if (result.verdict() != Verdict.INFECTED && result.verdict() != Verdict.UNSCANNABLE) {
            return false;
        }
        for (int i = 0; i < found.size(); i++) {
            Examined part = found.get(i);
            boolean explains = part.findings().stream()
                    .map(Finding::result)
                    .anyMatch(r -> r.verdict() == result.verdict() && r.reason().equals(result.reason()));
            if (explains) {
                found.set(i, part.with(ofWhole));
                return true;
            }
        }
        return false;
    }

    private Examined leaf(Leaf leaf, Borders borders, ScanPlan plan) throws IOException {
        Part around = borders.around(leaf.reading(), leaf.part());
        try {
            TimedOctets.check(item);
            return new Examined(around, leaf(leaf.part(), plan));
        } catch (IOException thrown) {
            return new Examined(around, List.of(late(leaf.part(), thrown)));
        }
    }

    /** When the time is over nothing is wrong with the part, and what was found in others counts. */
    private static Finding late(Part leaf, IOException thrown) throws IOException {
        if (!LateException.isIn(thrown)) {
            throw thrown;
        }
        return finding(leaf.path(), leaf, READER, ScanResult.failed("no time left to read it"), false);
    }

    private List<Finding> leaf(Part leaf, ScanPlan plan) throws IOException {
        if (leaf.encoding() == TransferEncoding.IDENTITY || leaf.encoding() == TransferEncoding.UNKNOWN) {
            Octets source = leaf.source().octets();
            String sha256 = sha256(SegmentedOctets.slice(new TimedOctets(source, item), leaf.body()));
            return content(leaf, SegmentedOctets.slice(TimedOctets.plain(source), leaf.body()), sha256, plan);
        }
        long limit = Math.max(leaf.body().length(), 1); // no decoding makes more of it
        try (InputStream decoded = TimedOctets.input(mime.decode(leaf), item);
                SpoolWriter writer = spool.copy(decoded, limit);
                SpooledMessage body = writer.complete()) {
            if (body.size() > limit) {
                throw new UnreadableException("part " + leaf.path() + " decodes to more octets than it has");
            }
            return content(leaf, body, body.sha256(), plan);
        }
    }

    private List<Finding> content(Part leaf, Octets body, String sha256, ScanPlan plan) throws IOException {
        if (body.size() == 0) {
            return List.of(finding(leaf.path(), leaf, GATEWAY, ScanResult.clean(), false));
        }
        List<Finding> findings = findings(leaf.path(), leaf, outcome(body, sha256, plan));
        if (body.size() <= item.profile().maxScanBytes()) {
            try {
                openings.of(new TimedOctets(body, item), sha256, unpacking)
                        .ifPresent(why -> findings.add(finding(leaf.path(), leaf, why)));
            } catch (IOException thrown) {
                findings.add(late(leaf, thrown));
            }
        }
        return findings;
    }

    private ScanOutcome outcome(Octets content, String sha256, ScanPlan plan) {
        long most = item.profile().maxScanBytes();
        if (content.size() > most) {
            String detail = content.size() + " octets are more than maxScanBytes = " + most;
            ScanResult result = ScanResult.unscannable(UnscannableReason.TOO_LARGE, detail);
            return new ScanOutcome(result, Optional.empty(), List.of());
        }
        Duration wait = waited ? Duration.ZERO : plan.engineWait();
        long began = System.nanoTime();
        ScanOutcome outcome = scanners.scan(
                content,
                sha256,
                new ScanPlan(plan.engines(), plan.mode(), wait),
                item.deadline(),
                item.cancellation(),
                unpacking);
        if (outcome.result().verdict() == Verdict.FAILED && System.nanoTime() - began >= wait.toNanos()) {
            waited = true;
        }
        return outcome;
    }

    /** @return a list that may be added to */
    private List<Finding> findings(String object, Part part, ScanOutcome outcome) {
        List<Finding> findings = new ArrayList<>();
        for (ScanOutcome.Answer answer : outcome.answers()) {
            findings.add(finding(object, part, answer.engine(), answer.result(), answer.reused()));
        }
        if (findings.isEmpty()) {
            String who = outcome.engine().orElse(outcome.result().verdict() == Verdict.FAILED ? nobody() : GATEWAY);
            findings.add(finding(object, part, who, outcome.result(), false));
        }
        for (Finding finding : findings) {
            if (finding.result().verdict() == Verdict.INFECTED) {
                infected.compareAndSet(null, finding);
            }
        }
        return findings;
    }

    /** Where no engine failed: that one is missing is not the message's fault, that the time was too short may be. */
    private String nobody() {
        List<String> wanted = item.profile().scanPlan().engines();
        boolean served = scanners.engines().stream()
                .anyMatch(engine -> engine.problem().isEmpty() && (wanted.isEmpty() || wanted.contains(engine.name())));
        return served ? READER : GATEWAY;
    }

    private static Finding finding(String object, Part part, Unscannable why) {
        return finding(object, part, GATEWAY, ScanResult.unscannable(why.reason(), why.detail()), false);
    }

    private static Finding finding(String object, Part part, String engine, ScanResult result, boolean reused) {
        return new Finding(object, part.fileName().orElse(""), part.mediaType().essence(), engine, result, reused);
    }

    static String sha256(Octets octets) throws IOException {
        try (InputStream in = octets.open()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[(int) Math.min(64 * 1024, Math.max(1, octets.size()))];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
