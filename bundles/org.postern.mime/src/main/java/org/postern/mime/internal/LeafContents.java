// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.postern.api.mime.MediaType;
import org.postern.api.mime.OctetRange;
import org.postern.api.mime.PartSource;
import org.postern.api.mime.TransferEncoding;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.spool.Octets;
import org.postern.mime.internal.LeafWatch.UuFile;
import org.postern.mime.internal.Node.Content;

/** Bodies that are decoded while a message is read: encoded multiparts and messages, and what hides in leaves. */
final class LeafContents {
    private static final MediaType ANY = new MediaType("application", "octet-stream", Map.of());

    private final Set<Choice> active;
    private final Notes notes;
    private final DecodedBodies bodies;
    private final Consumer<Node> added;

    /** @param added is told of each new part */
    LeafContents(Set<Choice> active, Notes notes, DecodedBodies bodies, Consumer<Node> added) {
        this.active = active;
        this.notes = notes;
        this.bodies = bodies;
        this.added = added;
    }

    /** @return the decoded body; empty, and remarked, if too much was decoded already */
    Optional<PartSource> body(Node node) throws IOException {
        return decode(node, node.body(), node.content.encoding());
    }

    /** Looks into a leaf that is over. */
    void inside(Node leaf, LeafWatch watch) throws IOException {
        if (watch.goesOnAfterPadding() && active.contains(Choice.STOP_AT_PADDING)) {
            body(leaf).ifPresent(upToPadding -> addLeaf(leaf, "pad", upToPadding, leaf.content.decoded()));
        }
        List<UuFile> files = watch.uuFiles(leaf.end);
        if (files.isEmpty()) {
            return;
        }
        // Files make a parent of the text, which still has to be looked at as a whole.
        added.accept(leaf.leaf("txt", leaf.source, leaf.bodyStart, leaf.end, leaf.content));
        for (UuFile file : files) {
            Optional<PartSource> octets = decode(leaf, file.range(), TransferEncoding.UUENCODE);
            if (octets.isEmpty()) {
                return;
            }
            Content content = new Content(ANY, TransferEncoding.IDENTITY, Optional.of(file.name()), Optional.empty());
            addLeaf(leaf, "uu" + leaf.children.size(), octets.get(), content);
        }
    }

    private void addLeaf(Node parent, String name, PartSource octets, Content content) {
        added.accept(parent.leaf(name, octets, 0, octets.octets().size(), content));
    }

    private Optional<PartSource> decode(Node node, OctetRange range, TransferEncoding encoding) throws IOException {
        boolean stop = encoding == TransferEncoding.BASE64 && active.contains(Choice.STOP_AT_PADDING);
        Optional<Octets> decoded = bodies.decode(node.source.octets(), range, encoding, stop);
        if (decoded.isEmpty()) {
            notes.unscannable(
                    active.isEmpty() ? UnscannableReason.LIMITS : UnscannableReason.TOO_MANY_READINGS,
                    "decodes to more than its share");
        }
        OctetRange anchor = node.source instanceof PartSource.Decoded outer ? outer.anchor() : node.whole();
        return decoded.map(octets -> new PartSource.Decoded(octets, anchor));
    }
}
