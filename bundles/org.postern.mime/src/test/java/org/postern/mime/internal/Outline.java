// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.OctetRange;
import org.postern.api.mime.Part;
import org.postern.api.mime.PartSource;
import org.postern.api.mime.Reading;
import org.postern.api.mime.TransferEncoding;

/** A structure as text, for comparing it with what is expected. */
final class Outline {
    private Outline() {}

    static String of(MessageStructure structure, LenientMimeReader reader) throws IOException {
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (Reading reading : structure.readings()) {
            text.append("reading ").append(++number).append('\n');
            for (Part part : reading.parts()) {
                text.append("  ").append(line(part, reader)).append('\n');
            }
        }
        structure
                .ambiguities()
                .forEach(why -> text.append("ambiguous: ").append(why).append('\n'));
        structure
                .unscannable()
                .forEach(why -> text.append("unscannable: ")
                        .append(why.reason().key())
                        .append(", ")
                        .append(why.detail())
                        .append('\n'));
        return text.toString();
    }

    private static String line(Part part, LenientMimeReader reader) throws IOException {
        StringBuilder line = new StringBuilder(part.path())
                .append(' ')
                .append(part.mediaType().essence());
        if (part.encoding() != TransferEncoding.IDENTITY) {
            line.append(' ').append(part.encoding());
        }
        part.fileName()
                .ifPresent(name -> line.append(" <").append(escaped(name)).append('>'));
        if (part.source() instanceof PartSource.Decoded) {
            line.append(" decoded");
        }
        if (part.isLeaf()) {
            try (InputStream in = reader.decode(part)) {
                line.append(" = ").append(escaped(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)));
            }
        }
        return line.toString();
    }

    static String raw(Part part, OctetRange range) throws IOException {
        try (InputStream in = part.source().octets().open(range.start(), range.length())) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(character -> {
            switch (character) {
                case '\r' -> escaped.append("\\r");
                case '\n' -> escaped.append("\\n");
                case '\0' -> escaped.append("\\0");
                default -> escaped.append((char) character);
            }
        });
        return escaped.toString();
    }
}
