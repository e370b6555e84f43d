// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** The tokens of RTF (RTF specification 1.9.1, "RTF Syntax"), whatever they mean; nothing of it is kept. */
final class RtfTokens implements Closeable {
    enum Kind {
        OPEN,
        CLOSE,
        /** What comes next may be ignored. */
        STAR,
        WORD,
        TEXT,
        /** One octet of what is not written as text. */
        BINARY,
        /** An escape. */
        OTHER,
        END
    }

    private static final int BUFFER = 1 << 12;

    /** No word that matters is longer. */
    private static final int LONGEST_WORD = 10;

    private static final long MOST_BINARY = Integer.MAX_VALUE;

    private final InputStream in;
    private final StringBuilder word = new StringBuilder(LONGEST_WORD);
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private int octet;
    private long position;
    private long binary;

    RtfTokens(InputStream in) {
        this.in = in;
    }

    private int take() throws IOException {
        if (at >= end) {
            end = in.read(buffer);
            at = 0;
        }
        if (end <= 0) {
            end = 0;
            return -1;
        }
        position++;
        return buffer[at++] & 0xff;
    }

    private void giveBack(int taken) {
        if (taken >= 0) {
            at--;
            position--;
        }
    }

    Kind next() throws IOException {
        octet = take();
        if (octet < 0) {
            return Kind.END;
        }
        if (binary > 0) {
            binary--;
            return Kind.BINARY;
        }
        return switch (octet) {
            case '{' -> Kind.OPEN;
            case '}' -> Kind.CLOSE;
            case '\\' -> control();
            default -> Kind.TEXT;
        };
    }

    private Kind control() throws IOException {
        int first = take();
        if (isLetter(first)) {
            word(first);
            return Kind.WORD;
        }
        if (first == '\'') {
            hexDigit();
            hexDigit();
        }
        return first == '*' ? Kind.STAR : Kind.OTHER;
    }

    private void hexDigit() throws IOException {
        int digit = take();
        if (Character.digit(digit, 16) < 0) {
            giveBack(digit);
        }
    }

    private void word(int first) throws IOException {
        word.setLength(0);
        int next = first;
        while (isLetter(next)) {
            if (word.length() < LONGEST_WORD) {
                word.append((char) next);
            }
            next = take();
        }
        boolean negative = next == '-';
        next = negative ? take() : next;
        long number = 0;
        while (next >= '0' && next <= '9') {
            number = Math.min(MOST_BINARY, number * 10 + next - '0');
            next = take();
        }
        if (next != ' ') {
            giveBack(next);
        }
        binary = isWord("bin") && !negative ? number : 0;
    }

    private static boolean isLetter(int octet) {
        return octet >= 'a' && octet <= 'z' || octet >= 'A' && octet <= 'Z';
    }

    /** @return whether the last word was this one */
    boolean isWord(String wanted) {
        return word.length() == wanted.length()
                && word.toString().toLowerCase(Locale.ROOT).equals(wanted);
    }

    /** @return the octet of text or binary */
    int octet() {
        return octet;
    }

    /** @return how many octets the tokens so far take up */
    long position() {
        return position;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
