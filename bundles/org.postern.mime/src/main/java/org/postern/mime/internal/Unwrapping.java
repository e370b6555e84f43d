// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.api.mime.MediaType;
import org.postern.api.mime.OctetRange;
import org.postern.api.mime.PartSource;
import org.postern.api.mime.PartSource.Decoded;
import org.postern.api.mime.TransferEncoding;
import org.postern.api.scan.UnscannableReason;
import org.postern.mime.internal.Node.Content;

/** Looks for other content inside leaves, by what their octets are and not by what they are called (M04, M05); no recursion. */
final class Unwrapping {
    /** Takes part in the making of a reading. */
    interface Reading {
        /** There is a new part. */
        void added(Node node);

        /** The content of a part is a message, to be read as such. */
        void message(Node node);
    }

    private static final Content ANY = plain(new MediaType("application", "octet-stream", Map.of()));
    private static final Content MESSAGE = plain(new MediaType("message", "rfc822", Map.of()));

    private static final Pattern MESSAGE_NAME = Pattern.compile("(?i)\\.(eml|nws|mht|mhtml)[. ]*$");
    private static final Pattern FIELD = Pattern.compile("[!-9;-~]+[ \t]*:|>?From ");

    private final Set<Choice> active;
    private final Notes notes;
    private final DecodedBodies bodies;
    private final Reading reading;
    private final Deque<Node> due = new ArrayDeque<>();

    /** How many octets may still be parts a further time, as they are: what lies in one another must not be endless (M08). */
    private long again;

    Unwrapping(Set<Choice> active, Notes notes, DecodedBodies bodies, long again, Reading reading) {
        this.active = active;
        this.notes = notes;
        this.bodies = bodies;
        this.again = again;
        this.reading = reading;
    }

    private static Content plain(MediaType type) {
        return new Content(type, TransferEncoding.IDENTITY, Optional.empty(), Optional.empty());
    }

    /** @return the decoded body, once for each way in which programs decode it; none, and remarked, if too much was decoded already */
    List<PartSource> bodies(Node node) throws IOException {
        List<PartSource> decoded = new ArrayList<>();
        for (Coding coding : codings(node)) {
            decode(node, node.body(), coding).ifPresent(decoded::add);
        }
        return decoded;
    }

    /** Looks into a leaf that is over. */
    void over(Node leaf, LeafWatch watch) throws IOException {
        if (watch.hidesNothing()) {
            bodies.lookAtHead(leaf.source.octets(), leaf.body(), Coding.of(leaf.content.encoding()));
        }
        if (!watch.scans()) {
            due.add(leaf);
            return;
        }
        Finds inLines = watch.over(leaf.body());
        boolean headTells = watch.isPerhapsWrapper() || isCalledMessage(leaf);
        unwrap(leaf, leaf.source, leaf.body(), inLines, headTells ? head(leaf) : new byte[0]);
    }

    private static byte[] head(Node leaf) throws IOException {
        OctetRange body = leaf.body();
        int length = (int) Math.min(Look.HEAD, body.length());
        try (InputStream in = leaf.source.octets().open(body.start(), length)) {
            return in.readNBytes(length);
        }
    }

    /** @return whether there was one more leaf to look into */
    boolean next() throws IOException {
        if (due.isEmpty()) {
            return false;
        }
        look(due.remove());
        return true;
    }

    private void look(Node leaf) throws IOException {
        Coding coding = Coding.of(leaf.content.encoding());
        List<Coding> codings = codings(leaf);
        if (codings.size() > 1) {
            besideOneAnother(leaf, codings);
            return;
        }
        Look look = look(leaf, coding);
        if (coding == Coding.PLAIN) {
            unwrap(leaf, leaf.source, leaf.body(), look.finds().movedBy(leaf.bodyStart), look.head());
        } else if (look.finds().all().isEmpty() && !isWrapped(leaf, look.head())) {
            unwrap(leaf, leaf.source, leaf.body(), look.finds(), new byte[0]);
        } else {
            Optional<PartSource> content = decode(leaf, leaf.body(), coding);
            if (content.isPresent()) {
                unwrap(leaf, content.get(), whole(content.get()), look.finds(), look.head());
            }
        }
    }

    private Look look(Node node, Coding coding) throws IOException {
        return bodies.look(node.source.octets(), node.body(), coding);
    }

    /** @return how programs decode it, each making something else of it (M03) */
    private List<Coding> codings(Node node) throws IOException {
        Coding usual = Coding.of(node.content.encoding());
        return usual == Coding.BASE64 && look(node, usual).odd()
                ? bodies.base64(node.source.octets(), node.body())
                : List.of(usual);
    }

    /** Nothing else in the message depends on how it is decoded: parts beside one another do, and no reading more is needed. */
    private void besideOneAnother(Node leaf, List<Coding> codings) throws IOException {
        for (Coding coding : codings) {
            Optional<PartSource> content = decode(leaf, leaf.body(), coding);
            if (content.isPresent()) {
                String name = coding == Coding.BASE64 ? "raw" : "odd" + leaf.children.size();
                due.add(addLeaf(leaf, name, content.get(), whole(content.get()), leaf.content.decoded()));
            }
        }
    }

    /** @return whether there is more to it than its lines */
    private static boolean isWrapped(Node leaf, byte[] head) {
        long four = four(head);
        return isMessage(leaf, head)
                || MacFiles.isBinary(head)
                || !TextCharset.finds(leaf.content.mediaType(), leaf.body(), head)
                        .isEmpty()
                || four == Tnef.SIGNATURE
                || MacFiles.isApple(four)
                || Rtf.mayBe(head)
                || Cms.mayBe(head);
    }

    /**
     * Programs open what has such a name as a message, whatever type is declared; some do so with each type of message (such as
     * message/news, RFC 5537).
     */
    private static boolean isCalledMessage(Node leaf) {
        return leaf.content.mediaType().type().equals("message")
                || leaf.content
                        .fileName()
                        .filter(name -> MESSAGE_NAME.matcher(name).find())
                        .isPresent();
    }

    private static boolean isMessage(Node leaf, byte[] head) {
        return isCalledMessage(leaf)
                && FIELD.matcher(new String(head, StandardCharsets.ISO_8859_1)).lookingAt();
    }

    private static long four(byte[] head) {
        long four = -1;
        for (int i = 0; i < 4 && head.length >= 4; i++) {
            four = four << 8 | head[i] & 0xff;
        }
        return four & 0xffffffffL;
    }

    private Optional<Finds> container(PartSource source, OctetRange range, byte[] head) throws IOException {
        long four = four(head);
        if (four == Tnef.SIGNATURE) {
            return Optional.of(Tnef.open(source.octets(), range));
        }
        if (MacFiles.isApple(four)) {
            return Optional.of(MacFiles.apple(source.octets(), range));
        }
        if (MacFiles.isBinary(head)) {
            return Optional.of(MacFiles.binary(source.octets(), range)).filter(forks -> !forks.isEmpty());
        }
        if (Rtf.mayBe(head)) {
            return Optional.of(bodies.objects(source.octets(), range)).filter(objects -> !objects.isEmpty());
        }
        return Cms.mayBe(head) ? Cms.open(source.octets(), range) : Optional.empty();
    }

    /** @param range where the leaf's content stands in the source */
    private void unwrap(Node leaf, PartSource source, OctetRange range, Finds inLines, byte[] head) throws IOException {
        Optional<Finds> container = container(source, range, head);
        if (container.isEmpty()) {
            Opacity.remarkUnknown(leaf.content.mediaType(), notes);
        }
        List<Find> finds = new ArrayList<>(inLines.all());
        container.ifPresent(inside -> finds.addAll(inside.all()));
        finds.addAll(TextCharset.finds(leaf.content.mediaType(), range, head));
        boolean message = isMessage(leaf, head);
        inLines.problem().ifPresent(notes::unscannable);
        container.flatMap(Finds::problem).ifPresent(notes::unscannable);
        if (finds.isEmpty() && !message) {
            return;
        }
        // What is found makes a parent of the leaf, which still has to be looked at as a whole.
        boolean text = !inLines.all().isEmpty();
        PartSource ofWhole =
                text && source.octets() == leaf.source.octets() ? source : new Decoded(source.octets(), anchor(leaf));
        addLeaf(leaf, text ? "txt" : "raw", ofWhole, range, leaf.content.decoded());
        for (Find find : finds) {
            add(leaf, source, find);
        }
        Optional<PartSource> mail = message ? asItIs(leaf, source, range) : Optional.empty();
        if (mail.isPresent()) {
            reading.message(addLeaf(leaf, "msg" + leaf.children.size(), mail.get(), range, MESSAGE));
        }
    }

    private void add(Node leaf, PartSource source, Find find) throws IOException {
        Optional<PartSource> octets = find.coding() == Coding.PLAIN
                ? asItIs(leaf, source, find.range())
                : decode(leaf, source, find.range(), find.coding());
        if (octets.isEmpty()) {
            return;
        }
        OctetRange range = find.coding() == Coding.PLAIN ? find.range() : whole(octets.get());
        String label = find.label() + leaf.children.size();
        Optional<String> name =
                Optional.of(find.name()).filter(text -> !text.isBlank()).map(Text::ofHeader);
        Content content = new Content(ANY.mediaType(), ANY.encoding(), name, Optional.empty());
        switch (find.kind()) {
            case FILE -> due.add(addLeaf(leaf, label, octets.get(), range, content));
            case FORKS -> forks(leaf, label, octets.get(), content);
            case OBJECT -> object(leaf, label, octets.get(), content);
            case ENTITY -> {
                due.add(addLeaf(leaf, label, octets.get(), range, content));
                if (beginsWithField(octets.get())) {
                    reading.message(addLeaf(leaf, "msg" + leaf.children.size(), octets.get(), range, MESSAGE));
                }
            }
        }
    }

    private void forks(Node leaf, String label, PartSource octets, Content content) throws IOException {
        Finds forks = MacFiles.binHex(octets.octets(), whole(octets));
        forks.problem().ifPresent(notes::unscannable);
        if (!forks.all().isEmpty()) {
            Node file = addLeaf(leaf, label, octets, whole(octets), content);
            for (Find fork : forks.all()) {
                add(file, octets, fork);
            }
        }
    }

    private void object(Node leaf, String label, PartSource octets, Content content) throws IOException {
        Finds inside = Rtf.object(octets.octets(), whole(octets));
        Node object = addLeaf(leaf, label, octets, whole(octets), content);
        if (inside.isEmpty()) {
            due.add(object);
            return;
        }
        addLeaf(object, "raw", octets, whole(octets), content);
        for (Find find : inside.all()) {
            add(object, octets, find);
        }
    }

    private static boolean beginsWithField(PartSource source) throws IOException {
        OctetRange whole = whole(source);
        try (Cursor cursor = new Cursor(source.octets(), whole)) {
            int octet = cursor.octet();
            int count = 0;
            while (octet > ' ' && octet < 0x7f && octet != ':') {
                octet = cursor.octet();
                count++;
            }
            return octet == ':' && count > 0;
        }
    }

    private Node addLeaf(Node parent, String name, PartSource source, OctetRange range, Content content) {
        Node leaf = parent.leaf(name, source, range.start(), range.end(), content);
        reading.added(leaf);
        return leaf;
    }

    private static OctetRange whole(PartSource source) {
        return new OctetRange(0, source.octets().size());
    }

    private Optional<PartSource> asItIs(Node leaf, PartSource source, OctetRange range) {
        again -= range.length();
        if (again < 0) {
            tooMuch();
            return Optional.empty();
        }
        return Optional.of(new Decoded(source.octets(), anchor(leaf)));
    }

    private Optional<PartSource> decode(Node node, OctetRange range, Coding coding) throws IOException {
        return decode(node, node.source, range, coding);
    }

    private Optional<PartSource> decode(Node node, PartSource source, OctetRange range, Coding coding)
            throws IOException {
        if (coding == Coding.PLAIN && range.equals(whole(source)) && source instanceof Decoded) {
            return Optional.of(source);
        }
        Optional<DecodedBodies.Body> decoded = bodies.decode(source.octets(), range, coding);
        if (decoded.isEmpty()) {
            tooMuch();
        } else if (decoded.get().broken()) {
            notes.unscannable(
                    UnscannableReason.DAMAGED, coding == Coding.COMPRESSED_RTF ? "RTF in TNEF" : "compressed S/MIME");
        }
        return decoded.map(body -> new Decoded(body.octets(), anchor(node)));
    }

    private void tooMuch() {
        notes.unscannable(
                active.isEmpty() ? UnscannableReason.LIMITS : UnscannableReason.TOO_MANY_READINGS,
                "decodes to more than its share");
    }

    private static OctetRange anchor(Node node) {
        return node.source instanceof Decoded outer ? outer.anchor() : node.whole();
    }
}
