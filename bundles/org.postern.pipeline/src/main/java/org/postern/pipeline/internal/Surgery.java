// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postern.api.mime.HeaderField;
import org.postern.api.mime.OctetRange;
import org.postern.api.mime.Part;
import org.postern.api.notice.Notice;
import org.postern.api.notice.NoticeWriter;
import org.postern.api.policy.Finding;
import org.postern.api.policy.MailItem;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.scan.Verdict;
import org.postern.api.spool.Octets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces parts by notices, as segments: of each part its Content-* fields and its body change, every other octet of the
 * message stays; so does the delimiter, which is the border of a part (RFC 2046 section 5.1).
 */
final class Surgery {
    private static final Logger LOG = LoggerFactory.getLogger(Surgery.class);
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] NOTHING = {};
    private static final byte[] MIME_VERSION = "MIME-Version: 1.0\r\n".getBytes(US_ASCII);
    private static final byte[] REMOVED = "[removed by the mail gateway]\r\n".getBytes(US_ASCII);

    private final NoticeWriter notices;
    private final MailItem item;

    Surgery(NoticeWriter notices, MailItem item) {
        this.notices = notices;
        this.item = item;
    }

    /** A stretch of the original and what stands there instead. */
    private record Cut(OctetRange range, byte[] instead) {
        static Cut insert(long at, byte[] octets) {
            return new Cut(new OctetRange(at, at), octets);
        }
    }

    /**
     * @param root the message itself, for its Subject
     * @param removed what is replaced
     * @param quarantineId the id of the copy that is kept; empty if none is
     */
    Octets replace(Part root, List<Examined> removed, String quarantineId) throws IOException {
        Optional<Octets> replaced = cut(root, removed, quarantineId);
        if (replaced.isEmpty()) {
            LOG.error("Message {}: the parts to be replaced overlap, so its whole body is", item.id());
            replaced = cut(root, wholly(root, removed), quarantineId);
        }
        return replaced.orElseThrow(() -> new UnreadableException("cuts overlap"));
    }

    /** The same, replaced all at once. */
    static List<Examined> wholly(Part root, List<Examined> removed) {
        return removed.stream().map(e -> new Examined(root, e.findings())).toList();
    }

    /** @return empty if what is to be cut out overlaps */
    private Optional<Octets> cut(Part root, List<Examined> removed, String quarantineId) throws IOException {
        Octets original = item.message();
        List<Cut> cuts = new ArrayList<>();
        if (!item.profile().subjectPrefix().isEmpty()) {
            cuts.add(subject(root)); // before what else is put in at the same place: it belongs to the header
        }
        for (List<Examined> same : outermost(removed)) {
            Part part = same.get(0).part();
            cuts.addAll(cuts(part, part.whole().equals(root.whole()), notices.write(notice(same, quarantineId))));
        }
        cuts.sort(Comparator.comparingLong((Cut cut) -> cut.range().start())
                .thenComparingLong(cut -> cut.range().end()));
        SegmentedOctets.Builder result = new SegmentedOctets.Builder(original);
        long at = 0;
        for (Cut cut : cuts) {
            if (cut.range().start() < at) {
                return Optional.empty();
            }
            result.keep(at, cut.range().start()).insert(cut.instead());
            at = cut.range().end();
        }
        return Optional.of(result.keep(at, original.size()).build());
    }

    /** A part inside another one that is replaced goes with it; the notice of the outer one tells of both. */
    private static Iterable<List<Examined>> outermost(List<Examined> removed) {
        List<Examined> sorted = new ArrayList<>(removed);
        sorted.sort(Comparator.comparingLong((Examined e) -> e.part().whole().start())
                .thenComparingLong(e -> -e.part().whole().length()));
        Map<OctetRange, List<Examined>> found = new LinkedHashMap<>();
        OctetRange last = new OctetRange(0, 0);
        for (Examined examined : sorted) {
            OctetRange range = examined.part().whole();
            if (found.isEmpty() || range.start() >= last.end()) {
                last = range;
            }
            found.computeIfAbsent(last, outer -> new ArrayList<>()).add(examined);
        }
        return found.values();
    }

    private Notice notice(List<Examined> examined, String quarantineId) {
        List<Notice.Removed> removed = examined.stream()
                .map(Examined::strongest)
                .map(Surgery::removed)
                .distinct()
                .toList();
        return new Notice(item.profile().language(), item.gateway(), Instant.now(), quarantineId, removed);
    }

    private static Notice.Removed removed(Finding finding) {
        ScanResult result = finding.result();
        boolean infected = result.verdict() == Verdict.INFECTED;
        String why = infected
                ? result.text()
                : result.reason().map(UnscannableReason::key).orElse("scanFailed");
        String where = infected ? result.path() : result.verdict() == Verdict.UNSCANNABLE ? result.text() : "";
        return new Notice.Removed(finding.fileName(), finding.mediaType(), infected, why, finding.engine(), where);
    }

    private List<Cut> cuts(Part part, boolean isMessage, NoticeWriter.Replacement notice) throws IOException {
        OctetRange header = part.header();
        OctetRange body = part.body();
        if (!isMessage && header.length() == 0 && body.start() == part.whole().start()) {
            return List.of(new Cut(body, REMOVED)); // beside the parts: there is no header to describe a notice in
        }
        List<Cut> cuts = new ArrayList<>();
        List<HeaderField> content =
                part.fields().stream().filter(Surgery::isContent).toList();
        boolean version = !isMessage || part.fields().stream().anyMatch(field -> field.is("MIME-Version"));
        byte[] fields = version ? notice.fields() : join(MIME_VERSION, notice.fields());
        if (isUnterminated(part)) {
            cuts.add(Cut.insert(header.end(), CRLF));
        }
        if (content.isEmpty()) {
            cuts.add(Cut.insert(header.end(), fields));
        }
        for (int i = 0; i < content.size(); i++) {
            cuts.add(new Cut(content.get(i).range(), i == 0 ? fields : NOTHING));
        }
        if (body.start() == header.end()) {
            cuts.add(Cut.insert(header.end(), CRLF)); // there was no empty line
        }
        cuts.add(new Cut(body, notice.body()));
        return cuts;
    }

    /** Whether the message ends in the middle of the header's last line, and that line stays. */
    private boolean isUnterminated(Part part) throws IOException {
        OctetRange header = part.header();
        int fields = part.fields().size(); // none, though there is a header, where it is the line of a mailbox alone
        if (header.length() == 0 || fields > 0 && isContent(part.fields().get(fields - 1))) {
            return false;
        }
        try (InputStream last = item.message().open(header.end() - 1, 1)) {
            return last.read() != '\n';
        }
    }

    private static boolean isContent(HeaderField field) {
        return field.name().toLowerCase(Locale.ROOT).startsWith("content-");
    }

    private Cut subject(Part root) throws IOException {
        String prefix = item.profile().subjectPrefix();
        Optional<HeaderField> field =
                root.fields().stream().filter(f -> f.is("Subject")).findFirst();
        if (field.isEmpty()) {
            long first = root.fields().isEmpty()
                    ? root.header().end()
                    : root.fields().get(0).range().start(); // behind the line of a mailbox, which is none
            return Cut.insert(first, notices.prefixSubject(NOTHING, prefix));
        }
        OctetRange range = field.get().range();
        try (InputStream in = item.message().open(range.start(), range.length())) {
            return new Cut(range, notices.prefixSubject(in.readAllBytes(), prefix));
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
