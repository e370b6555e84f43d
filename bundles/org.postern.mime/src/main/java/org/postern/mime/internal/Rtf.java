// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.api.mime.OctetRange;
import org.postern.api.spool.Octets;
import org.postern.mime.internal.Find.Kind;

/** The objects in RTF: their digits (RTF specification 1.9.1, "Objects"), and what these are ([MS-OLEDS] section 2.2). */
final class Rtf {
    static final String OBJECT = "objdata";

    private static final byte[] BEGIN = {'{', '\\', 'r', 't'};

    /** More than a message may have parts, so that too many are remarked. */
    private static final int MOST = 20_000;

    private static final int EMBEDDED = 2;
    private static final int LONGEST_NAME = 1000;
    private static final String PACKAGE = "package";

    private Rtf() {}

    /** @return whether the first octets are those that programs ask for */
    static boolean mayBe(byte[] head) {
        boolean same = head.length >= BEGIN.length;
        for (int i = 0; same && i < BEGIN.length; i++) {
            same = head[i] == BEGIN[i];
        }
        return same;
    }

    /** @return where the digits of objects stand; an object in another one's digits belongs to these */
    static Finds open(Octets octets, OctetRange range) throws IOException {
        List<Find> finds = new ArrayList<>();
        try (RtfTokens tokens = new RtfTokens(octets.open(range.start(), range.length()))) {
            long depth = 0;
            long outside = -1;
            long start = 0;
            RtfTokens.Kind kind = tokens.next();
            while (kind != RtfTokens.Kind.END && finds.size() < MOST) {
                if (kind == RtfTokens.Kind.OPEN) {
                    depth++;
                } else if (kind == RtfTokens.Kind.CLOSE) {
                    depth--;
                    if (depth == outside) {
                        add(finds, range, start, tokens.position() - 1);
                        outside = -1;
                    }
                } else if (kind == RtfTokens.Kind.WORD && outside < 0 && depth > 0 && tokens.isWord(OBJECT)) {
                    start = tokens.position();
                    outside = depth - 1;
                }
                kind = tokens.next();
            }
            if (outside >= 0) {
                add(finds, range, start, tokens.position());
            }
        }
        return new Finds(finds, Optional.empty());
    }

    private static void add(List<Find> finds, OctetRange range, long start, long end) {
        if (end > start) {
            OctetRange digits = new OctetRange(range.start() + start, range.start() + end);
            finds.add(new Find("obj", "", digits, Coding.RTF_DIGITS, Kind.OBJECT));
        }
    }

    /** @return what an embedded object is to its program, or the file in a package; nothing if it is no such object */
    static Finds object(Octets octets, OctetRange range) throws IOException {
        try (Cursor cursor = new Cursor(octets, range)) {
            cursor.skip(4);
            boolean embedded = cursor.little(4) == EMBEDDED;
            String program = counted(cursor);
            counted(cursor);
            counted(cursor);
            OctetRange value = cursor.range(cursor.little(4));
            if (!embedded || value.length() == 0) {
                return Finds.NOTHING;
            }
            Optional<Find> file = program.equalsIgnoreCase(PACKAGE) ? packaged(octets, value) : Optional.empty();
            Find whole = Find.file("data", "", value, Coding.PLAIN);
            return new Finds(List.of(file.orElse(whole)), Optional.empty());
        }
    }

    private static String counted(Cursor cursor) throws IOException {
        long length = cursor.little(4);
        byte[] text = cursor.octets((int) Math.min(LONGEST_NAME, Math.min(length, cursor.left())));
        cursor.skip(length - text.length);
        return MapiProperties.untilNul(Text.of(text, ""));
    }

    private static Optional<Find> packaged(Octets octets, OctetRange value) throws IOException {
        try (Cursor cursor = new Cursor(octets, value)) {
            cursor.skip(2);
            String name = untilNul(cursor);
            untilNul(cursor);
            cursor.skip(8);
            untilNul(cursor);
            OctetRange file = cursor.range(cursor.little(4));
            return file.length() == 0 ? Optional.empty() : Optional.of(Find.file("file", name, file, Coding.PLAIN));
        }
    }

    private static String untilNul(Cursor cursor) throws IOException {
        java.io.ByteArrayOutputStream text = new java.io.ByteArrayOutputStream();
        int octet = cursor.octet();
        while (octet != 0) {
            if (text.size() < LONGEST_NAME) {
                text.write(octet);
            }
            octet = cursor.octet();
        }
        return Text.of(text.toByteArray(), "");
    }
}
