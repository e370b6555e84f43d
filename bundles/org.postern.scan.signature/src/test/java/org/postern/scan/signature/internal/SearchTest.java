// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;

/** The search against regular expressions of the JDK, which say the same in other words. */
class SearchTest {
    private static final String[][] UNITS = {
        {"61", "\\x61"},
        {"62", "\\x62"},
        {"00", "\\x00"},
        {"FF", "\\xff"},
        {"??", "."},
        {"6?", "[\\x60-\\x6f]"},
        {"?1", "[\\x01\\x11\\x21\\x31\\x41\\x51\\x61\\x71\\x81\\x91\\xa1\\xb1\\xc1\\xd1\\xe1\\xf1]"},
        {"(61|00)", "(?:\\x61|\\x00)"},
        {"(6162|6261|??ff)", "(?:\\x61\\x62|\\x62\\x61|.\\xff)"},
        {"(61|6262|62)", "(?:\\x61|\\x62\\x62|\\x62)"},
        {"!(61|ff)", "(?:(?!\\x61|\\xff).)"},
        {"!(6161|6262)", "(?:(?!\\x61\\x61|\\x62\\x62)..)"},
        {"{2}", ".{2}"},
        {"[0-2]", ".{0,2}"},
    };
    private static final String[][] PAIRS = {
        {"6161", "\\x61\\x61"}, {"6162", "\\x61\\x62"}, {"62ff", "\\x62\\xff"}, {"620061", "\\x62\\x00\\x61"}
    };
    private static final String[][] GAPS = {
        {"*", ".*"}, {"{3-}", ".{3,}"}, {"{-2}", ".{0,2}"}, {"{1-4}", ".{1,4}"}, {"{0-1}", ".{0,1}"}
    };
    private static final String[] OFFSETS = {"*", "*", "0", "3", "2,4", "EOF-4", "EOF-9,3", "EOF-12,12"};

    /** A signature in both languages. */
    private record Both(Signature.Body body, Pattern pattern) {
        boolean isIn(byte[] text) {
            Matcher matcher = pattern.matcher(new String(text, ISO_8859_1));
            for (int start = 0; start <= text.length; start++) {
                if (body.placement().allows(start, text.length)
                        && matcher.region(start, text.length).lookingAt()) {
                    return true;
                }
            }
            return false;
        }
    }

    @Property(tries = 3000)
    void findsWhatRegularExpressionsFindAtEverySplit(
            @ForAll @Size(min = 1, max = 4) List<@From("signatures") Both> signatures, @ForAll("texts") byte[] text)
            throws IOException {
        Bodies bodies = new Bodies(signatures.stream().map(Both::body).toList());
        List<String> expected = signatures.stream()
                .filter(s -> s.isIn(text))
                .map(s -> s.body().name())
                .toList();

        for (int split = 0; split <= text.length; split++) {
            Optional<String> found = find(bodies, text, split, text.length);
            assertThat(found.isPresent()).as("split at %d", split).isEqualTo(!expected.isEmpty());
            assertThat(expected).containsAll(found.stream().toList());
        }
        int[] everywhere = new int[text.length + 1];
        Arrays.setAll(everywhere, i -> i);
        assertThat(find(bodies, text, everywhere).isPresent()).isEqualTo(!expected.isEmpty());
    }

    @Provide
    Arbitrary<byte[]> texts() {
        return Arbitraries.strings()
                .withChars('a', 'b', (char) 0, (char) 0xff)
                .ofMaxLength(30)
                .map(word -> word.getBytes(ISO_8859_1));
    }

    @Provide
    Arbitrary<Both> signatures() {
        // Few enough that they make no more lengths than a segment may have.
        Arbitrary<List<String[]>> before = Arbitraries.of(UNITS).list().ofMaxSize(1);
        Arbitrary<List<String[]>> behind = Arbitraries.of(UNITS).list().ofMaxSize(2);
        Arbitrary<String[]> segments = Combinators.combine(before, Arbitraries.of(PAIRS), behind)
                .as((left, pair, right) -> join(join(left), pair, join(right)));
        Arbitrary<String[]> rest =
                Combinators.combine(Arbitraries.of(GAPS), segments).as((gap, segment) -> join(gap, segment));
        Arbitrary<String[]> whole =
                Combinators.combine(segments, rest.list().ofMaxSize(2)).as((first, more) -> join(first, join(more)));
        return Combinators.combine(whole, Arbitraries.of(OFFSETS)).as(SearchTest::both);
    }

    private static String[] join(List<String[]> parts) {
        return join(parts.toArray(String[][]::new));
    }

    private static String[] join(String[]... parts) {
        StringBuilder digits = new StringBuilder();
        StringBuilder expression = new StringBuilder();
        for (String[] part : parts) {
            digits.append(part[0]);
            expression.append(part[1]);
        }
        return new String[] {digits.toString(), expression.toString()};
    }

    private static Both both(String[] both, String offset) {
        try {
            // Not through the line, which has to have more octets than such small ones.
            Signature.Body body = new Signature.Body(
                    both[0] + "@" + offset, Target.ANY, Placement.of(offset), BodyParser.parse(both[0]));
            return new Both(body, Pattern.compile(both[1], Pattern.DOTALL));
        } catch (Unusable e) {
            throw new AssertionError(both[0], e);
        }
    }

    @Property(tries = 60)
    void findsTheSameInLargeContentInPiecesOfAnySize(@ForAll Random random) throws Exception {
        byte[] text = new byte[150_000 + random.nextInt(100_000)];
        random.nextBytes(text);
        int first = random.nextInt(text.length - 80_000);
        int distance = 1000 + random.nextInt(70_000);
        byte[] segment = new byte[200];
        random.nextBytes(segment);
        System.arraycopy(segment, 0, text, first, segment.length);
        System.arraycopy(segment, 0, text, first + segment.length + distance, segment.length);
        String digits = HexFormat.of().formatHex(segment);
        String wild = digits.substring(0, 100) + "{37}" + digits.substring(174);
        int[] splits = random.ints(random.nextInt(20), 0, text.length).sorted().toArray();
        int before = distance - 20 - random.nextInt(50);
        int behind = distance + random.nextInt(50);

        assertThat(find(wild + "{" + before + "-" + behind + "}" + wild, "" + first, text, splits))
                .isPresent();
        assertThat(find(wild + "*" + wild, "*", text, splits)).isPresent();
        assertThat(find(wild + "{" + distance + "-}" + wild, "*", text, splits)).isPresent();
        assertThat(find(wild + "{" + (distance + 1) + "-}" + wild, "*", text, splits))
                .isEmpty();
        assertThat(find(wild + "{-" + (distance - 1) + "}" + wild, "*", text, splits))
                .isEmpty();
        assertThat(find(wild + "*" + wild + "*" + wild, "*", text, splits)).isEmpty();
    }

    private static Optional<String> find(String digits, String offset, byte[] text, int... splits) throws Exception {
        return find(new Bodies(List.of(Signature.Body.of("N:0:" + offset + ":" + digits))), text, splits);
    }

    private static Optional<String> find(Bodies bodies, byte[] text, int... splits) throws IOException {
        Search search = bodies.search(text.length, patience());
        Optional<String> found = Optional.empty();
        int from = 0;
        for (int i = 0; i <= splits.length && found.isEmpty(); i++) {
            int to = i < splits.length ? splits[i] : text.length;
            found = search.more(Arrays.copyOfRange(text, from, to), to - from);
            from = to;
        }
        return found;
    }

    @Test
    void looksAtTheBeginningForTheTypeOfTheContent() throws Exception {
        for (String[] typed : new String[][] {
            {"1", "MZ"}, {"6", "\u007fELF"}, {"10", "%PDF-"}, {"5", "\u00ff\u00d8\u00ff"}, {"5", "GIF89a"}
        }) {
            byte[] text = (typed[1] + "abcd").getBytes(ISO_8859_1);
            byte[] other = ("x" + typed[1] + "abcd").getBytes(ISO_8859_1);
            Bodies bodies = new Bodies(List.of(Signature.Body.of("N:" + typed[0] + ":*:61626364")));
            Bodies early = new Bodies(List.of(
                    Signature.Body.of("N:" + typed[0] + ":1:" + "??".repeat(typed[1].length() - 1) + "61626364")));
            for (int split = 0; split <= text.length; split++) {
                assertThat(find(bodies, text, split)).isPresent();
                assertThat(find(early, text, split)).isPresent();
                assertThat(find(bodies, other, split)).isEmpty();
            }
        }
    }

    @Test
    void isNotSlowedDownByWhatBacktrackingWouldBe() throws Exception {
        byte[] text = "a".repeat(2 << 20).getBytes(ISO_8859_1);
        String[] hard = {
            "6161*6161*6161*6161*6161*6161*6161*6162",
            "6161{-500}6161{-500}6161{-500}6161{-500}6162",
            "6161{400-500}6161{400-500}6161{2000-2001}6161{400-500}6162",
            "6161[0-15](61|6161)[0-1]6162"
        };
        List<Signature.Body> signatures = new ArrayList<>();
        for (String digits : hard) {
            signatures.add(Signature.Body.of(digits + ":0:*:" + digits));
        }

        assertThat(find(new Bodies(signatures), text)).isEmpty();
    }

    @Test
    void holdsThousandsOfSignaturesWithTheSameBeginning() throws Exception {
        List<Signature.Body> many = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            many.add(Signature.Body.of(
                    "N" + i + ":0:*:" + "4d5a9000030000000400".repeat(3) + String.format("%08x%08x", i * 7919, i)));
        }
        Bodies bodies = new Bodies(many);
        byte[] text = HexFormat.of().parseHex("4d5a9000030000000400".repeat(100_000));

        assertThat(find(bodies, text)).isEmpty();
    }

    private static Patience patience() {
        return Patience.with(new Request(new byte[0], Deadline.after(Duration.ofMinutes(2)), new Cancellation()));
    }
}
