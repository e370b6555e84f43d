// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.mime;

import java.util.List;
import java.util.Optional;

/**
 * A part of a message under one reading: the message itself, a part of a multipart, an encapsulated message, or a file inside
 * another part's content.
 *
 * @param path such as {@code 1.2}: the position under each parent; the message itself is {@code 0}; what is no MIME part has a word
 *     before its number, such as {@code 1.uu1}
 * @param source what the ranges count in: the message as spooled, or the decoded body of an enclosing part
 * @param whole header, the empty line, and body, without the boundary delimiter lines and without the line break that
 *     belongs to the delimiter (RFC 2046 section 5.1.1)
 * @param header the header fields, without the empty line
 * @param body the body
 * @param fields all fields of the header, in order
 * @param mediaType the type; {@code text/plain} (in a digest {@code message/rfc822}) when none is declared
 * @param encoding the transfer encoding
 * @param fileName as declared, decoded; untrusted
 * @param children the parts inside; empty for a leaf
 */
public record Part(
        String path,
        PartSource source,
        OctetRange whole,
        OctetRange header,
        OctetRange body,
        List<HeaderField> fields,
        MediaType mediaType,
        TransferEncoding encoding,
        Optional<String> fileName,
        List<Part> children) {
    public Part {
        fields = List.copyOf(fields);
        children = List.copyOf(children);
    }

    /** @return whether there are no parts inside */
    public boolean isLeaf() {
        return children.isEmpty();
    }
}
