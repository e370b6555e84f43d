// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.postern.api.spool.Octets;

/** The tokens of a PDF file (ISO 32000-2, section 7.2), one after another, without the data of its streams. Any octets will do. */
final class PdfTokens implements Closeable {
    enum Kind {
        /** {@code /Name}, its escapes undone. */
        NAME,
        /** In parentheses or angle brackets. */
        STRING,
        /** A number or a word. */
        WORD,
        DICTIONARY,
        END_OF_DICTIONARY,
        ARRAY,
        END_OF_ARRAY,
        END
    }

    private static final int LONGEST = 1024;
    private static final int BUFFER = 1 << 14;
    private static final boolean[] REGULAR = regular();
    private static final boolean[] IN_LITERAL = inLiteral();
    private static final byte[] HEX = hex();
    private static final byte[] END_OF_STREAM = "endstream".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final Ledger ledger;
    private final byte[] buffer;
    private int at;
    private int filled;
    private final byte[] token = new byte[LONGEST];
    private int length;

    PdfTokens(Octets octets, long from, Ledger ledger) throws IOException {
        this.in = octets.open(from, octets.size() - from);
        this.ledger = ledger;
        this.buffer = new byte[(int) Math.max(1, Math.min(BUFFER, octets.size() - from))];
    }

    /** @return the name, string or word, of a long one the beginning; one character an octet */
    String text() {
        return new String(token, 0, length, StandardCharsets.ISO_8859_1);
    }

    Kind next() throws IOException {
        length = 0;
        try {
            int octet = skipWhite();
            return octet < 0 ? Kind.END : kind(octet);
        } catch (EOFException e) {
            return Kind.END; // what breaks off says nothing
        }
    }

    private Kind kind(int octet) throws IOException {
        return switch (octet) {
            case '/' -> name();
            case '(' -> literal();
            case '<' -> peek() == '<' ? taken(Kind.DICTIONARY) : hexadecimal();
            case '>' -> peek() == '>' ? taken(Kind.END_OF_DICTIONARY) : Kind.WORD;
            case '[' -> Kind.ARRAY;
            case ']' -> Kind.END_OF_ARRAY;
            case ')', '{', '}' -> Kind.WORD;
            default -> word(octet);
        };
    }

    private Kind taken(Kind kind) throws IOException {
        take();
        return kind;
    }

    /** @return the octet behind white space and comments, -1 at the end */
    private int skipWhite() throws IOException {
        boolean comment = false;
        while (at < filled || fill()) {
            int octet = buffer[at++] & 0xff;
            if (comment) {
                comment = octet != '\r' && octet != '\n';
            } else if (octet == '%') {
                comment = true;
            } else if (!isWhite(octet)) {
                return octet;
            }
        }
        return -1;
    }

    private Kind name() throws IOException {
        while (goesOn()) {
            int octet = take();
            if (octet == '#' && isHex(peek())) {
                int high = take();
                octet = isHex(peek()) ? HEX[high] << 4 | HEX[take()] : octet;
            }
            put(octet);
        }
        return Kind.NAME;
    }

    private Kind literal() throws IOException {
        int depth = 1;
        while (true) {
            if (at == filled && !fill()) {
                throw new EOFException();
            }
            int end = at;
            while (end < filled && IN_LITERAL[buffer[end] & 0xff]) {
                end++;
            }
            putTo(end);
            if (end == filled) {
                continue;
            }
            int octet = take();
            depth += octet == '(' ? 1 : octet == ')' ? -1 : 0;
            if (depth == 0) {
                return Kind.STRING;
            }
            if (octet == '\\') {
                escape();
            } else {
                put(octet);
            }
        }
    }

    private void escape() throws IOException {
        int octet = take();
        switch (octet) {
            case 'n' -> put('\n');
            case 'r' -> put('\r');
            case 't' -> put('\t');
            case 'b' -> put('\b');
            case 'f' -> put('\f');
            case '\n' -> {} // the line goes on
            case '\r' -> {
                if (peek() == '\n') {
                    take();
                }
            }
            default -> put(octet >= '0' && octet <= '7' ? octal(octet - '0') : octet);
        }
    }

    private int octal(int first) throws IOException {
        int value = first;
        for (int i = 0; i < 2 && peek() >= '0' && peek() <= '7'; i++) {
            value = value << 3 | take() - '0';
        }
        return value;
    }

    private Kind hexadecimal() throws IOException {
        int high = -1;
        for (int octet = take(); octet != '>'; octet = take()) {
            int digit = HEX[octet];
            if (digit >= 0) {
                if (high >= 0) {
                    put(high << 4 | digit);
                }
                high = high >= 0 ? -1 : digit;
            }
        }
        if (high >= 0) {
            put(high << 4);
        }
        return Kind.STRING;
    }

    private Kind word(int first) throws IOException {
        put(first);
        while (goesOn()) {
            int end = at + 1;
            while (end < filled && REGULAR[buffer[end] & 0xff]) {
                end++;
            }
            putTo(end);
        }
        return Kind.WORD;
    }

    /** Goes behind the data of a stream, of which the beginning was just read. */
    void skipStream() throws IOException {
        try {
            int matched = 0;
            while (matched < END_OF_STREAM.length) {
                if (matched == 0) {
                    skipTo(END_OF_STREAM[0]);
                }
                int octet = take();
                matched = octet == END_OF_STREAM[matched] ? matched + 1 : again(matched, octet);
            }
        } catch (EOFException e) {
            return; // the next token is the end
        }
    }

    /** What did not go on may be the begin of the word: its {@code e} stands in it twice. */
    private static int again(int matched, int octet) {
        return octet == 'e' ? 1 : octet == 'n' && matched == END_OF_STREAM.length - 2 ? 2 : 0;
    }

    private void skipTo(byte octet) throws IOException {
        while (at < filled || fill()) {
            int end = at;
            while (end < filled && buffer[end] != octet) {
                end++;
            }
            at = end;
            if (end < filled) {
                return;
            }
        }
    }

    /** Takes what lies in the buffer up to a place, and keeps as much of it as is kept of a token. */
    private void putTo(int end) {
        int kept = Math.min(end - at, LONGEST - length);
        System.arraycopy(buffer, at, token, length, kept);
        length += kept;
        at = end;
    }

    private void put(int octet) {
        if (length < LONGEST) {
            token[length++] = (byte) octet;
        }
    }

    private int take() throws IOException {
        if (at == filled && !fill()) {
            throw new EOFException();
        }
        return buffer[at++] & 0xff;
    }

    private int peek() throws IOException {
        return at < filled || fill() ? buffer[at] & 0xff : -1;
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, ledger.inTime() ? in.read(buffer, 0, buffer.length) : 0);
        return ledger.countConsumed(filled) && filled > 0;
    }

    private static boolean isWhite(int octet) {
        return octet <= ' ' && " \n\r\t\f\0".indexOf(octet) >= 0;
    }

    private static boolean[] regular() {
        boolean[] regular = new boolean[256];
        for (int i = 0; i < regular.length; i++) {
            regular[i] = !isWhite(i) && "()<>[]{}/%".indexOf(i) < 0;
        }
        return regular;
    }

    private static boolean[] inLiteral() {
        boolean[] plain = new boolean[256];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = "()\\".indexOf(i) < 0;
        }
        return plain;
    }

    /** What an octet is worth as a digit, -1 for none. */
    private static byte[] hex() {
        byte[] hex = new byte[256];
        for (int i = 0; i < hex.length; i++) {
            hex[i] = (byte) (i < 0x80 ? Character.digit(i, 16) : -1);
        }
        return hex;
    }

    /** @return whether there is a further octet of a name or a word */
    private boolean goesOn() throws IOException {
        return (at < filled || fill()) && REGULAR[buffer[at] & 0xff];
    }

    private static boolean isHex(int octet) {
        return octet >= 0 && HEX[octet] >= 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
