// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.api.mime.HeaderField;
import org.postern.api.mime.MediaType;
import org.postern.api.mime.OctetRange;
import org.postern.api.mime.Part;
import org.postern.api.mime.PartSource;
import org.postern.api.mime.TransferEncoding;

/** A part while it is being read. */
final class Node {
    final String path;
    final int depth;
    final boolean inDigest;

    /** What a multipart around it says of its own encoding, which some programs take for that of the parts. */
    final TransferEncoding inherited;

    final List<Node> children = new ArrayList<>();

    final PartSource source;
    long start;
    long headerEnd;
    long bodyStart;
    long end;
    List<HeaderField> fields = List.of();
    Content content;

    private Optional<Part> part = Optional.empty();
    private int numbered;
    private int areas;
    private boolean epilogue;

    private Node(
            String path,
            int depth,
            PartSource source,
            long start,
            Content content,
            boolean inDigest,
            TransferEncoding inherited) {
        this.path = path;
        this.depth = depth;
        this.source = source;
        this.start = start;
        this.headerEnd = start;
        this.bodyStart = start;
        this.end = start;
        this.content = content;
        this.inDigest = inDigest;
        this.inherited = inherited;
    }

    static Node message(PartSource source) {
        return new Node("0", 0, source, 0, Content.PLAIN, false, TransferEncoding.IDENTITY);
    }

    /** @return a new part inside this one, beginning with a header */
    Node child(PartSource in, long from) {
        numbered++;
        boolean digest = content.mediaType().essence().equals("multipart/digest");
        boolean inherits = in.equals(source) && content.mediaType().isMultipart() && !content.isIdentity();
        TransferEncoding encoding = inherits ? content.encoding() : TransferEncoding.IDENTITY;
        return add(new Node(childPath(String.valueOf(numbered)), depth + 1, in, from, Content.PLAIN, digest, encoding));
    }

    /**
     * @return a new leaf before or behind the parts of this one; there are several when closed parts go on, or the body is decoded
     *     in several ways
     */
    Node area(boolean preamble, PartSource in, long from, long to) {
        areas++;
        String name = preamble ? areas == 1 ? "pre" : "pre" + areas : !epilogue ? "epi" : "epi" + areas;
        epilogue |= !preamble;
        return leaf(name, in, from, to, Content.PLAIN);
    }

    /** @return a new leaf inside this one, without a header */
    Node leaf(String name, PartSource in, long from, long to, Content what) {
        Node leaf = new Node(childPath(name), depth + 1, in, from, what, false, TransferEncoding.IDENTITY);
        leaf.end = to;
        return add(leaf);
    }

    private Node add(Node child) {
        children.add(child);
        return child;
    }

    /** Takes back a child of which not a single octet came. */
    void withdraw(Node child) {
        children.remove(child);
        child.bodyStart = child.start;
        child.end = child.start;
    }

    private String childPath(String name) {
        boolean ofMessage = depth == 0 && Character.isDigit(name.charAt(0));
        return ofMessage ? name : path + "." + name;
    }

    OctetRange whole() {
        return new OctetRange(start, end);
    }

    OctetRange body() {
        return new OctetRange(bodyStart, end);
    }

    /** @return the part, its children made first */
    Part build() {
        List<Part> parts =
                children.stream().map(child -> child.part.orElseThrow()).toList();
        Part built = new Part(
                path,
                source,
                whole(),
                new OctetRange(start, headerEnd),
                body(),
                fields,
                content.mediaType(),
                content.encoding(),
                content.fileName(),
                parts);
        part = Optional.of(built);
        return built;
    }

    /**
     * What a header says of its body.
     *
     * @param mediaType the type
     * @param encoding the transfer encoding
     * @param fileName as declared
     * @param boundary what separates the parts of a multipart
     */
    record Content(
            MediaType mediaType, TransferEncoding encoding, Optional<String> fileName, Optional<String> boundary) {
        static final Content PLAIN = new Content(
                new MediaType("text", "plain", Map.of()),
                TransferEncoding.IDENTITY,
                Optional.empty(),
                Optional.empty());

        /** @return the same, of octets whose encoding is undone already */
        Content decoded() {
            return new Content(mediaType, TransferEncoding.IDENTITY, fileName, boundary);
        }

        boolean isIdentity() {
            return encoding == TransferEncoding.IDENTITY || encoding == TransferEncoding.UNKNOWN;
        }

        boolean isText() {
            return mediaType.type().equals("text");
        }
    }
}
