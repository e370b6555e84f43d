// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.postern.api.archive.Containers;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.MimeReader;
import org.postern.api.mime.Part;
import org.postern.api.notice.NoticeWriter;
import org.postern.api.policy.Action;
import org.postern.api.policy.Extent;
import org.postern.api.policy.Finding;
import org.postern.api.policy.MailItem;
import org.postern.api.policy.MessagePipeline;
import org.postern.api.policy.Mode;
import org.postern.api.policy.Original;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Processing;
import org.postern.api.policy.QuarantineFailure;
import org.postern.api.policy.Refusal;
import org.postern.api.policy.ScannerFailure;
import org.postern.api.record.Quarantine;
import org.postern.api.scan.ScanService;
import org.postern.api.scan.Verdict;
import org.postern.api.session.Protocol;
import org.postern.api.spool.Octets;
import org.postern.api.spool.Spool;
import org.postern.api.spool.SpoolFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of a message: parse, scan, decide, keep, rewrite, check. Read it from {@link #process} downwards. */
@Component
public final class Pipeline implements MessagePipeline {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    /** A message of hundreds of parts gets no more of the engines than so many messages of one part. */
    private static final int HANDS = 4;

    private final MimeReader mime;
    private final Containers containers;
    private final ScanService scanners;
    private final Spool spool;
    private final NoticeWriter notices;
    private final Quarantine quarantine;
    private final OwnFaults faults;
    private final Crew crew;

    @Activate
    public Pipeline(
            @Reference MimeReader mime,
            @Reference Containers containers,
            @Reference ScanService scanners,
            @Reference Spool spool,
            @Reference NoticeWriter notices,
            @Reference Quarantine quarantine) {
        this(mime, containers, scanners, spool, notices, quarantine, new OwnFaults(System::nanoTime), new Crew(HANDS));
    }

    Pipeline(
            MimeReader mime,
            Containers containers,
            ScanService scanners,
            Spool spool,
            NoticeWriter notices,
            Quarantine quarantine,
            OwnFaults faults,
            Crew crew) {
        this.mime = mime;
        this.containers = containers;
        this.scanners = scanners;
        this.spool = spool;
        this.notices = notices;
        this.quarantine = quarantine;
        this.faults = faults;
        this.crew = crew;
    }

    @Deactivate
    void stop() {
        crew.close();
    }

    @Override
    public Processing process(MailItem item) {
        Run run = new Run(item);
        try {
            return isScanned(item) ? run.scan() : run.pass(Action.PASSED_UNSCANNED);
        } catch (SpoolFullException e) {
            LOG.error(
                    "Message {} cannot be processed, its sender is told to come again: {}", item.id(), e.getMessage());
            return run.refuse(Refusal.NO_SPACE, e.getMessage());
        } catch (IOException | RuntimeException | Error e) {
            LOG.error("Message {} cannot be processed, its sender is told to come again", item.id(), e);
            return run.refuse(Refusal.INTERNAL, e.toString());
        }
    }

    private static boolean isScanned(MailItem item) {
        boolean smtp = item.session().protocol() == Protocol.SMTP;
        return smtp ? item.profile().scanSmtp() : item.profile().scanPop3();
    }

    /** One message on its way. */
    private final class Run {
        private final MailItem item;
        private final Examination examination;
        private final Surgery surgery;
        private final long began = System.nanoTime();
        private List<Finding> findings = List.of();
        private List<String> ambiguities = List.of();
        private Optional<String> kept = Optional.empty();
        private Original original = Original.MAY_GO;
        private ScannerFailure onFailure;

        Run(MailItem item) {
            this.item = item;
            this.onFailure = item.profile().onScannerFailure();
            this.examination = new Examination(mime, containers, scanners, spool, crew, item);
            this.surgery = new Surgery(notices, item);
        }

        Processing scan() throws IOException {
            try (MessageStructure structure = mime.read(item.message())) {
                ambiguities = structure.ambiguities();
                List<Examined> all =
                        examination.of(item.message(), item.message().sha256(), structure);
                Part root = structure.first().root();
                onFailure = faults.judge(item, all, took());
                Decision decision = Decision.of(item, root, all, ambiguities, onFailure);
                Set<Finding> distinct = new LinkedHashSet<>();
                all.forEach(examined -> distinct.addAll(examined.findings()));
                decision.removed().forEach(examined -> distinct.addAll(examined.findings()));
                findings = List.copyOf(distinct);
                return decide(root, decision);
            }
        }

        private Processing decide(Part root, Decision decision) throws IOException {
            boolean observes = item.profile().mode() == Mode.OBSERVE;
            if (decision.failure().isPresent()) {
                return observes
                        ? pass(Action.PASSED_UNSCANNED)
                        : refuse(Refusal.SCAN_FAILED, decision.failure().get());
            }
            if (decision.removed().isEmpty()) {
                return pass(decision.unseen() ? Action.PASSED_UNSCANNED : Action.PASSED);
            }
            return observes ? pass(Action.OBSERVED) : keep(root, decision);
        }

        private Processing keep(Part root, Decision decision) throws IOException {
            boolean whole =
                    item.extent() == Extent.WHOLE; // of a beginning, the message itself is kept when it is fetched
            if (whole && (item.profile().quarantine() || decision.mustKeep())) {
                try {
                    kept = Optional.of(quarantine.keep(item, findings));
                } catch (IOException e) {
                    LOG.error("Message {} cannot be kept in quarantine: {}", item.id(), e.getMessage());
                    boolean defers = item.profile().onQuarantineFailure() == QuarantineFailure.DEFER;
                    if (defers && item.session().protocol() == Protocol.SMTP) {
                        return refuse(Refusal.QUARANTINE_FAILED, e.getMessage());
                    }
                    original = defers ? Original.MUST_STAY : Original.MAY_GO; // T24: a mailbox keeps it as well
                }
            }
            return replace(root, decision.removed());
        }

        private Processing replace(Part root, List<Examined> removed) throws IOException {
            boolean withoutEngine = onFailure == ScannerFailure.TREAT_AS_UNSCANNABLE
                    && removed.stream().anyMatch(e -> e.verdict() == Verdict.FAILED);
            Octets parts = surgery.replace(root, removed, kept.orElse(""));
            Decision ofParts = recheck(parts);
            if (ofParts.isNothing() || ofParts.failure().isPresent() && !withoutEngine) {
                return replaced(parts, ofParts);
            }
            List<Examined> whole =
                    removed.stream().map(e -> new Examined(root, e.findings())).toList();
            Octets body = surgery.replace(root, whole, kept.orElse(""));
            Decision ofBody = recheck(body);
            return withoutEngine && ofBody.failure().isPresent()
                    // the profile waits for no engine, and of what came only the header is left
                    ? done(new Outcome.Deliver(body, original), Action.REPLACED)
                    : replaced(body, ofBody);
        }

        /** What leaves is looked at like what came: a cut may have joined what was apart. */
        private Decision recheck(Octets rewritten) throws IOException {
            try (MessageStructure again = mime.read(rewritten)) {
                List<Examined> all = examination.of(rewritten, Examination.sha256(rewritten), again);
                return Decision.ofRewritten(item, again.first().root(), all, onFailure);
            }
        }

        private Processing replaced(Octets rewritten, Decision checked) {
            if (checked.failure().isPresent()) {
                return refuse(Refusal.SCAN_FAILED, checked.failure().get());
            }
            return checked.isNothing()
                    ? done(new Outcome.Deliver(rewritten, original), Action.REPLACED)
                    : refuse(Refusal.NOT_REPLACEABLE, "outside of the body");
        }

        Processing pass(Action action) {
            return done(new Outcome.Deliver(item.message()), action);
        }

        Processing refuse(Refusal refusal, String detail) {
            return done(new Outcome.Refuse(refusal, String.valueOf(detail)), Action.REFUSED);
        }

        private Processing done(Outcome outcome, Action action) {
            return new Processing(outcome, action, findings, ambiguities, kept, took());
        }

        private Duration took() {
            return Duration.ofNanos(System.nanoTime() - began);
        }
    }
}
