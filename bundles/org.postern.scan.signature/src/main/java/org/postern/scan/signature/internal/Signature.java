// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One signature, as a line of a ClamAV file has it. */
sealed interface Signature {
    /** How many octets a body signature has at least: shorter ones are found everywhere. */
    int SHORTEST_BODY = 4;

    String name();

    /**
     * Content with this digest.
     *
     * @param name the threat's name
     * @param algorithm the digest's algorithm
     * @param digest the digest in lower-case hexadecimal digits
     * @param size the content's size, or {@link #ANY_SIZE}
     */
    record Hash(String name, Algorithm algorithm, String digest, long size) implements Signature {
        static final long ANY_SIZE = -1;
        private static final Pattern LINE =
                Pattern.compile("([0-9a-fA-F]{32,64}):(\\*|\\d{1,15}):([!-9;-~]{1,200})(?::\\d*){0,2}");

        /** @return the signature of a line of a {@code .hdb} or {@code .hsb} file */
        static Optional<Signature> of(String line) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            long size = matcher.group(2).equals("*") ? ANY_SIZE : Long.parseLong(matcher.group(2));
            String digest = matcher.group(1).toLowerCase(Locale.ROOT);
            return Algorithm.ofDigits(digest.length())
                    .map(algorithm -> new Hash(matcher.group(3), algorithm, digest, size));
        }
    }

    /**
     * Content with these octets.
     *
     * @param name the threat's name
     * @param placement where they begin
     * @param octets the octets, in hexadecimal digits
     */
    record Body(String name, Placement placement, String octets) implements Signature {
        private static final Pattern LINE =
                Pattern.compile("([!-9;-~]{1,200}):0:([^:]{1,40}):([0-9a-fA-F]+)(?::\\d*){0,2}");

        /**
         * @return the signature of a line of an {@code .ndb} file; empty if it is for some types of files only (what type
         *     something has is not known here), or holds wildcards
         */
        static Optional<Signature> of(String line) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            String digits = matcher.group(3);
            return digits.length() % 2 == 0 && digits.length() >= 2 * SHORTEST_BODY
                    ? Placement.of(matcher.group(2)).map(placement -> new Body(matcher.group(1), placement, digits))
                    : Optional.empty();
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(octets);
        }
    }
}
