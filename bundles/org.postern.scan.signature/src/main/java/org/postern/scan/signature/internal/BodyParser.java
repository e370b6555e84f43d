// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the last field of an {@code .ndb} line: hexadecimal digits with ClamAV's wildcards. {@code ?} stands for any four
 * bits, {@code *} and <code>{n-m}</code> for octets between two segments, <code>{n}</code> for that many, {@code [n-m]} the
 * same beside single octets, {@code (aa|bb)} for alternatives, {@code !(aa|bb)} for anything else.
 */
final class BodyParser {
    /** Exact distances up to this are a part of the segment. */
    private static final int LONGEST_INSIDE = 1024;

    private static final int LONGEST_BRACKET = 32;
    private static final Pattern DISTANCE = Pattern.compile("(\\d{0,9})(?:(-)(\\d{0,9}))?");
    private static final Pattern CLASS = Pattern.compile("!?\\([BLW]\\)");

    private final String text;
    private final List<Stage> stages = new ArrayList<>();
    private SegmentBuilder segment = new SegmentBuilder();
    private Gap gap = Gap.NONE;
    private int at;

    private BodyParser(String text) {
        this.text = text;
    }

    /** @return what has to be found, one after the other */
    static List<Stage> parse(String text) throws Unusable {
        return new BodyParser(text).parse();
    }

    private List<Stage> parse() throws Unusable {
        while (at < text.length()) {
            switch (text.charAt(at)) {
                case '*' -> {
                    at++;
                    separate(new Gap(0, Gap.ANY));
                }
                case '{' -> distance(bracketed('}'));
                case '[' -> bracket(bracketed(']'));
                case '(', '!' -> alternatives();
                default -> segment.octets(octet(text));
            }
        }
        close();
        return List.copyOf(stages);
    }

    private int octet(String digits) throws Unusable {
        if (at + 1 >= digits.length()) {
            throw Unusable.malformed("the number of its digits is odd");
        }
        int octet = Octet.of(digits.charAt(at), digits.charAt(at + 1));
        at += 2;
        return octet;
    }

    private String bracketed(char end) throws Unusable {
        int close = text.indexOf(end, at);
        if (close < 0) {
            throw Unusable.malformed("there is no " + end);
        }
        String inside = text.substring(at + 1, close);
        at = close + 1;
        return inside;
    }

    private void distance(String inside) throws Unusable {
        Gap wanted = gap(inside);
        if (wanted.least() == wanted.most() && wanted.most() <= LONGEST_INSIDE) {
            segment.anything((int) wanted.least(), (int) wanted.most());
        } else if (wanted.isTooFine()) {
            throw Unusable.unsupported("{" + inside + "} is a distance too large to be that exact");
        } else {
            separate(wanted);
        }
    }

    private void bracket(String inside) throws Unusable {
        Gap wanted = gap(inside);
        if (wanted.most() > LONGEST_BRACKET) {
            throw Unusable.unsupported("[n-m] goes to " + LONGEST_BRACKET);
        }
        segment.anything((int) wanted.least(), (int) wanted.most());
    }

    private static Gap gap(String inside) throws Unusable {
        Matcher matcher = DISTANCE.matcher(inside);
        if (!matcher.matches() || inside.isEmpty() || inside.equals("-")) {
            throw Unusable.malformed("a distance is none of n, n-, -n, n-m");
        }
        boolean exact = matcher.group(2) == null;
        long least = number(matcher.group(1), 0);
        long most = exact ? least : number(matcher.group(3), Gap.ANY);
        if (most < least) {
            throw Unusable.malformed("a distance ends before it begins");
        }
        return new Gap(least, most);
    }

    private static long number(String digits, long otherwise) {
        return digits.isEmpty() ? otherwise : Long.parseLong(digits);
    }

    private void alternatives() throws Unusable {
        if (CLASS.matcher(text).region(at, text.length()).lookingAt()) {
            throw Unusable.unsupported("(B), (L) and (W) are not looked for");
        }
        boolean negated = text.charAt(at) == '!';
        at += negated ? 1 : 0;
        if (at >= text.length() || text.charAt(at) != '(') {
            throw Unusable.malformed("! stands before nothing");
        }
        List<int[]> options = new ArrayList<>();
        for (String option : bracketed(')').split("\\|", -1)) {
            options.add(option(option));
        }
        if (negated
                && options.stream().mapToInt(option -> option.length).distinct().count() > 1) {
            throw Unusable.malformed("what is not wanted has several lengths");
        }
        segment.choice(options, negated);
    }

    private static int[] option(String digits) throws Unusable {
        if (digits.chars().anyMatch(c -> "({[*".indexOf(c) >= 0)) {
            throw Unusable.unsupported("an alternative holds more than octets");
        }
        BodyParser inner = new BodyParser(digits);
        int[] octets = new int[(digits.length() + 1) / 2];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = inner.octet(digits);
        }
        if (octets.length == 0) {
            throw Unusable.malformed("an alternative is empty");
        }
        return octets;
    }

    private void separate(Gap next) throws Unusable {
        close();
        gap = next;
    }

    private void close() throws Unusable {
        if (segment.isEmpty()) {
            throw Unusable.malformed("there is nothing before or after a distance");
        }
        stages.add(new Stage(gap, segment.build()));
        segment = new SegmentBuilder();
    }
}
