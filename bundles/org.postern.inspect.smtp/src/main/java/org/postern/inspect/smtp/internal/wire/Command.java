// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.postern.inspect.line.Line;

/**
 * A command, read at least as liberally as servers do and written in one canonical form (T11): the verb in upper case,
 * one space, the argument octet for octet.
 */
public final class Command {
    /** RFC 5321 section 4.1.1.4. */
    public static final Command DATA = new Command(Verb.DATA, new byte[0]);

    public static final Command RSET = new Command(Verb.RSET, new byte[0]);
    public static final Command NOOP = new Command(Verb.NOOP, new byte[0]);
    /** RFC 3207 section 4. */
    public static final Command STARTTLS = new Command(Verb.STARTTLS, new byte[0]);

    private final Verb verb;
    private final byte[] argument;

    private Command(Verb verb, byte[] argument) {
        this.verb = verb;
        this.argument = argument;
    }

    /**
     * @param line a line without flaw
     * @return the command in it, maybe {@link Verb#UNKNOWN}
     */
    public static Command of(Line line) {
        byte[] octets = line.octets();
        int start = skipBlanks(octets, 0);
        int end = start;
        while (end < octets.length && !isBlank(octets[end])) {
            end++;
        }
        String word = new String(octets, start, end - start, StandardCharsets.ISO_8859_1);
        byte[] argument = Arrays.copyOfRange(octets, skipBlanks(octets, end), octets.length);
        return new Command(Verb.of(word.toUpperCase(Locale.ROOT)), argument);
    }

    /**
     * A command of the gateway's own.
     *
     * @param verb which
     * @param argument printable ASCII
     */
    public static Command of(Verb verb, String argument) {
        return new Command(verb, argument.getBytes(StandardCharsets.US_ASCII));
    }

    /** @return the same with another verb */
    public Command as(Verb other) {
        return new Command(other, argument);
    }

    /** @return which it is */
    public Verb verb() {
        return verb;
    }

    /** @return whether something other than blanks follows the verb */
    public boolean hasArgument() {
        return argument.length > 0;
    }

    /** @return what follows the verb and its blanks, each octet a character (never to be logged: T56) */
    public String argument() {
        return new String(argument, StandardCharsets.ISO_8859_1);
    }

    /** @return the line to be sent to the server */
    public byte[] octets() {
        byte[] word = verb.name().getBytes(StandardCharsets.US_ASCII);
        if (argument.length == 0) {
            return Line.of(word).withCrlf();
        }
        byte[] line = Arrays.copyOf(word, word.length + 1 + argument.length);
        line[word.length] = ' ';
        System.arraycopy(argument, 0, line, word.length + 1, argument.length);
        return Line.of(line).withCrlf();
    }

    /** @return the verb only: an argument may be a password (T56) */
    @Override
    public String toString() {
        return "Command[" + verb + "]";
    }

    private static int skipBlanks(byte[] octets, int from) {
        int at = from;
        while (at < octets.length && isBlank(octets[at])) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
