// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.postern.inspect.line.Line;

/**
 * A command, read at least as liberally as servers do and written in one canonical form (T11): the verb in upper case, its
 * arguments after single spaces, numbers without leading zeros.
 */
public final class Command {
    private static final int MOST_DIGITS = 18;

    private final Verb verb;
    private final boolean hasText;
    private final String text;

    private Command(Verb verb, boolean hasText, String text) {
        this.verb = verb;
        this.hasText = hasText;
        this.text = text;
    }

    /**
     * @param line a line without flaw
     * @return the command in it, maybe {@link Verb#UNKNOWN}
     */
    public static Command of(Line line) {
        String octets = new String(line.octets(), StandardCharsets.ISO_8859_1);
        int start = 0;
        while (start < octets.length() && isBlank(octets.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < octets.length() && !isBlank(octets.charAt(end))) {
            end++;
        }
        Verb verb = Verb.of(octets.substring(start, end).toUpperCase(Locale.ROOT));
        boolean hasText = end < octets.length();
        return new Command(verb, hasText, hasText ? octets.substring(end + 1) : "");
    }

    /** @return a line of a command and its arguments */
    public static byte[] octets(Verb verb, Object... arguments) {
        StringBuilder line = new StringBuilder(verb.name());
        for (Object argument : arguments) {
            line.append(' ').append(argument);
        }
        return line.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** @return which it is */
    public Verb verb() {
        return verb;
    }

    /** @return the arguments, each octet a character (never to be logged: T56) */
    public List<String> words() {
        return Arrays.stream(text.split("[ \t]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** @return what follows the verb and one blank: a password may begin and end in blanks (never to be logged: T56) */
    public String text() {
        return text;
    }

    /** @return the line with its argument octet for octet, for commands whose argument is no number */
    public byte[] octets() {
        return hasText ? octets(verb, text) : octets(verb);
    }

    /** @return the argument at that place as a number; empty if it is none or no server could hold it */
    public OptionalLong number(int place) {
        List<String> words = words();
        if (place >= words.size() || !words.get(place).matches("[0-9]+")) {
            return OptionalLong.empty();
        }
        String digits = words.get(place).replaceFirst("^0+(?=.)", "");
        return digits.length() > MOST_DIGITS ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
    }

    /** @return the verb only: an argument may be a password (T56) */
    @Override
    public String toString() {
        return "Command[" + verb + "]";
    }

    private static boolean isBlank(char octet) {
        return octet == ' ' || octet == '\t';
    }
}
