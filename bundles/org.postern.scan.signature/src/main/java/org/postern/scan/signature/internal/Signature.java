// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One signature, as a line of a ClamAV file has it. */
sealed interface Signature {
    /** How many fixed octets a body signature has at least: shorter ones are found everywhere. */
    int SHORTEST_BODY = 4;

    String name();

    /** @return about how many octets of heap it takes in the end */
    long cost();

    /**
     * Content with this digest. The digest's array is never changed; records compare it by identity.
     *
     * @param name the threat's name
     * @param algorithm the digest's algorithm
     * @param digest the digest
     * @param size the content's size, or {@link #ANY_SIZE}
     */
    @SuppressWarnings("ArrayRecordComponent") // a million of them: nothing else is as small
    record Hash(String name, Algorithm algorithm, byte[] digest, long size) implements Signature {
        static final long ANY_SIZE = -1;
        private static final int COST = 200;
        private static final Pattern LINE =
                Pattern.compile("([0-9a-fA-F]{32,64}):(\\*|\\d{1,15}):([!-9;-~]{1,200})(?::\\d*){0,2}");

        /** @return the signature of a line of a {@code .hdb} or {@code .hsb} file */
        static Hash of(String line) throws Unusable {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw Unusable.malformed("it is not digest:size:name, where the size may be *");
            }
            Algorithm algorithm = Algorithm.ofDigits(matcher.group(1).length())
                    .orElseThrow(() -> Unusable.malformed("its digest is none of MD5, SHA-1, SHA-256"));
            long size = matcher.group(2).equals("*") ? ANY_SIZE : Long.parseLong(matcher.group(2));
            return new Hash(matcher.group(3), algorithm, HexFormat.of().parseHex(matcher.group(1)), size);
        }

        @Override
        public long cost() {
            return COST;
        }
    }

    /**
     * Content with these octets.
     *
     * @param name the threat's name
     * @param target the content's type
     * @param placement where they begin
     * @param stages the octets
     */
    record Body(String name, Target target, Placement placement, List<Stage> stages) implements Signature {
        private static final int LEAST_COST = 250;
        private static final int COST_OF_SEGMENT = 450;
        private static final Pattern NAME = Pattern.compile("[!-9;-~]{1,200}");
        private static final Pattern LEVEL = Pattern.compile("\\d{0,9}");
        private static final int LEAST_FIELDS = 4;
        private static final int MOST_FIELDS = 6;

        public Body {
            stages = List.copyOf(stages);
        }

        /** @return the signature of a line of an {@code .ndb} file */
        static Body of(String line) throws Unusable {
            String[] fields = line.split(":", MOST_FIELDS + 1);
            if (fields.length < LEAST_FIELDS || fields.length > MOST_FIELDS) {
                throw Unusable.malformed("it is not name:target:offset:digits");
            }
            for (int i = LEAST_FIELDS; i < fields.length; i++) {
                if (!LEVEL.matcher(fields[i]).matches()) {
                    throw Unusable.malformed("what follows the digits is no level of ClamAV");
                }
            }
            if (!NAME.matcher(fields[0]).matches()) {
                throw Unusable.malformed("its name is empty, too long, or not of ASCII letters, digits and signs");
            }
            Body body = new Body(fields[0], Target.of(fields[1]), Placement.of(fields[2]), BodyParser.parse(fields[3]));
            body.check();
            return body;
        }

        private void check() throws Unusable {
            int fixed = 0;
            for (Stage stage : stages) {
                int least = Integer.MAX_VALUE;
                for (Segment segment : stage.variants()) {
                    if (!Anchors.isPossible(segment)) {
                        throw Unusable.unsupported(
                                "between two distances there must be two fixed octets that follow one another");
                    }
                    least = Math.min(least, segment.countFixed());
                }
                fixed += least;
            }
            if (fixed < SHORTEST_BODY) {
                throw Unusable.unsupported("it has fewer than " + SHORTEST_BODY + " fixed octets");
            }
        }

        int segments() {
            return stages.stream().mapToInt(stage -> stage.variants().size()).sum();
        }

        @Override
        public long cost() {
            long cost = LEAST_COST;
            for (Stage stage : stages) {
                for (Segment segment : stage.variants()) {
                    cost += COST_OF_SEGMENT + 2L * segment.length();
                }
            }
            return cost;
        }
    }
}
