// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.api.mime.OctetRange;
import org.postern.api.scan.Unscannable;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.spool.Octets;

/** The cryptographic message syntax (RFC 5652, RFC 3274), as far as to what is signed, digested or compressed. */
final class Cms {
    private static final int SEQUENCE = 0x30;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int EXPLICIT_0 = 0xa0;
    private static final int OCTET_STRING = 0x04;
    private static final int CONSTRUCTED = 0x20;
    private static final String RSA = "2a864886f70d01";
    private static final int LONGEST_OID = 20;
    private static final int MOST_ELEMENTS = 16;

    /** signedData, digestedData, authenticatedData, compressedData. */
    private static final Map<String, Coding> WRAPPING = Map.of(
            "2a864886f70d010702", Coding.OCTET_STRING,
            "2a864886f70d010705", Coding.OCTET_STRING,
            "2a864886f70d0109100102", Coding.OCTET_STRING,
            "2a864886f70d0109100109", Coding.DEFLATED_OCTET_STRING);

    /** envelopedData, signedAndEnvelopedData, encryptedData, authEnvelopedData. */
    private static final Set<String> ENCRYPTED =
            Set.of("2a864886f70d010703", "2a864886f70d010704", "2a864886f70d010706", "2a864886f70d0109100117");

    private final Cursor cursor;
    private final Ber ber;

    private Cms(Cursor cursor) {
        this.cursor = cursor;
        this.ber = new Ber(cursor);
    }

    /** @return whether octets that begin like this may be of the kind */
    static boolean mayBe(byte[] head) {
        return head.length > 0
                && head[0] == SEQUENCE
                && HexFormat.of().formatHex(head).contains(RSA);
    }

    /** @return what it holds; empty if it is nothing of the kind */
    static Optional<Finds> open(Octets octets, OctetRange range) throws IOException {
        try (Cursor cursor = new Cursor(octets, range)) {
            return new Cms(cursor).read();
        }
    }

    private Optional<Finds> read() throws IOException {
        if (ber.next().tag() != SEQUENCE) {
            return Optional.empty();
        }
        String kind = identifier(ber.next());
        if (ENCRYPTED.contains(kind)) {
            return Optional.of(problem(UnscannableReason.ENCRYPTED_MESSAGE, "S/MIME"));
        }
        if (!WRAPPING.containsKey(kind)) {
            return Optional.empty();
        }
        Ber.Element outer = ber.next().tag() == EXPLICIT_0 ? ber.next() : new Ber.Element(0, 0, 0);
        Finds found = outer.tag() == SEQUENCE ? content(outer, WRAPPING.get(kind)) : Finds.NOTHING;
        return Optional.of(cursor.overrun() || outer.tag() != SEQUENCE ? damaged(found) : found);
    }

    /** The content is the first element that is a type, then something in brackets (RFC 5652 section 5.2). */
    private Finds content(Ber.Element outer, Coding coding) throws IOException {
        for (int i = 0; i < MOST_ELEMENTS && outer.goesOnAt(cursor.position()) && !cursor.overrun(); i++) {
            Ber.Element element = ber.next();
            if (element.isEnd()) {
                return Finds.NOTHING;
            }
            if (element.tag() != SEQUENCE) {
                ber.skip(element);
                continue;
            }
            Ber.Element first = ber.next();
            if (first.tag() != OBJECT_IDENTIFIER) {
                ber.skip(first);
            } else {
                identifier(first);
                long at = cursor.position();
                if (element.goesOnAt(at)) {
                    Ber.Element second = ber.next();
                    if (second.tag() == EXPLICIT_0) {
                        return octets(coding);
                    }
                    if (second.isEnd()) {
                        continue;
                    }
                    ber.skip(second);
                }
            }
            ber.skipRest(element);
        }
        return Finds.NOTHING;
    }

    private Finds octets(Coding coding) throws IOException {
        long start = cursor.position();
        Ber.Element string = ber.next();
        if ((string.tag() & ~CONSTRUCTED) != OCTET_STRING) {
            return Finds.NOTHING; // signed, but no octets: PKCS #7 allows it
        }
        ber.skip(string);
        OctetRange range = new OctetRange(start, cursor.position());
        List<Find> finds = new ArrayList<>();
        if (range.length() > 0) {
            finds.add(new Find("cms", "", range, coding, Find.Kind.ENTITY));
        }
        return new Finds(finds, Optional.empty());
    }

    private String identifier(Ber.Element element) throws IOException {
        if (element.tag() != OBJECT_IDENTIFIER) {
            return "";
        }
        if (element.length() > LONGEST_OID) {
            ber.skip(element);
            return "";
        }
        return HexFormat.of().formatHex(cursor.octets((int) element.length()));
    }

    private static Finds damaged(Finds found) {
        return new Finds(
                found.all(), problem(UnscannableReason.DAMAGED, "S/MIME").problem());
    }

    private static Finds problem(UnscannableReason reason, String what) {
        return new Finds(List.of(), Optional.of(new Unscannable(reason, what)));
    }
}
