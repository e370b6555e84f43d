// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The lines of a stream, one after another. A line's first 64 KiB can be looked at until the next call; the
 * rest of a longer one is passed over, so that memory is bounded whatever comes.
 */
final class Lines implements Closeable {
    enum Ending {
        CRLF,
        LF,
        CR,
        NONE
    }

    private static final int SIZE = 1 << 16;
    private static final int SMALLEST = 64;
    private static final byte CR = '\r';
    private static final byte LF = '\n';
    private static final long ALL_CR = EightOctets.all(CR);
    private static final long ALL_LF = EightOctets.all(LF);

    private final InputStream in;
    private final boolean crEnds;
    private final boolean lfEnds;

    private byte[] buffer;
    private byte[] spare = new byte[0];
    private long base;
    private long passed;

    /** Up to there no two hyphens are. */
    private long free;

    private int position;
    private int scan;
    private int limit;
    private boolean exhausted;

    private byte[] head;
    private int headFrom;
    private int headLength;
    private boolean cut;
    private long start;
    private long contentEnd;
    private long end;
    private Ending ending = Ending.NONE;

    /** @param size about how much will come: a small message costs a small buffer */
    Lines(InputStream in, long size, Set<Choice> active) {
        this.in = in;
        this.buffer = new byte[(int) Math.max(SMALLEST, Math.min(SIZE, size + 1))];
        this.head = buffer;
        this.crEnds = !active.contains(Choice.BARE_CR_IS_TEXT);
        this.lfEnds = !active.contains(Choice.BARE_LF_IS_TEXT);
    }

    /** @return whether there was another line, which the other methods then tell of */
    boolean next() throws IOException {
        scan = Math.max(scan, position);
        if (position == limit && !more()) {
            return false;
        }
        start = base + position;
        cut = false;
        while (!endsInBuffer()) {
            if (!more()) {
                finish(limit, limit, Ending.NONE);
                break;
            }
        }
        return true;
    }

    /** Looks for the line's end from {@code scan} on; leaves {@code scan} where to go on with more octets. */
    private boolean endsInBuffer() {
        scan = lineEndFrom(scan);
        if (isUnknown(scan)) {
            return false;
        }
        finish(scan);
        return true;
    }

    /** @return where the line's end is, or perhaps is, if it is not before that place; the limit if it is not in the buffer */
    private int lineEndFrom(int from) {
        byte[] octets = buffer;
        int last = limit;
        for (int i = markFrom(octets, from, last); i < last; i = markFrom(octets, i + 1, last)) {
            boolean ends = octets[i] == LF ? lfEnds : crEnds || (i + 1 == last ? !exhausted : octets[i + 1] == LF);
            if (ends) {
                return i;
            }
        }
        return last;
    }

    private boolean isUnknown(int lineEnd) {
        return lineEnd == limit || lineEnd + 1 == limit && buffer[lineEnd] == CR && !exhausted;
    }

    /** @return where the next line begins behind a line end that is known */
    private int behind(int lineEnd) {
        boolean two = buffer[lineEnd] == CR && lineEnd + 1 < limit && buffer[lineEnd + 1] == LF;
        return lineEnd + (two ? 2 : 1);
    }

    /** @return where the next CR or LF is, or {@code last} */
    private static int markFrom(byte[] octets, int from, int last) {
        int i = from;
        for (int eights = last - EightOctets.COUNT; i <= eights; i += EightOctets.COUNT) {
            long eight = EightOctets.at(octets, i);
            long marks = EightOctets.equal(eight, ALL_CR) | EightOctets.equal(eight, ALL_LF);
            if (marks != 0) {
                return i + EightOctets.before(marks);
            }
        }
        while (i < last && octets[i] != CR && octets[i] != LF) {
            i++;
        }
        return i;
    }

    /**
     * Passes over the lines in the buffer up to one that may be of interest; the last of them can then be looked at. Some that
     * are of none may be left.
     *
     * @param firstOctets which octets begin a line that may be of interest
     * @param hyphens whether two hyphens anywhere in a line may be
     */
    void passOver(boolean[] firstOctets, boolean hyphens) {
        int line = position;
        int last = -1;
        int lastEnd = -1;
        while (line < limit && !firstOctets[buffer[line] & 0xff]) {
            int lineEnd = lineEndFrom(line);
            if (isUnknown(lineEnd)) {
                scan = lineEnd;
                break;
            }
            if (hyphens && hasHyphens(line, lineEnd)) {
                break;
            }
            last = line;
            lastEnd = lineEnd;
            line = behind(lineEnd);
        }
        if (last >= 0) {
            position = last;
            start = base + last;
            cut = false;
            finish(lastEnd);
        }
    }

    /** Looks at no octet twice. */
    private boolean hasHyphens(int line, int lineEnd) {
        if (base + lineEnd <= free) {
            return false;
        }
        int at = hyphens((int) Math.max(line, free - base));
        free = base + at;
        return at < lineEnd;
    }

    /**
     * Passes over lines of which nothing is to be known but that there are no two hyphens in them. The line before one that has
     * them is not passed over.
     */
    void passOverOthers() {
        if (base + position < passed) {
            return;
        }
        int hyphens = hyphens(position);
        // Not looked at twice, so that lines which are not told apart here cost nothing more (M08).
        passed = base + hyphens;
        int line = lineStart(hyphens);
        position = line > position ? lineStart(line - 1) : position;
    }

    /** @return where in the buffer two hyphens are, or perhaps are; near its end if there are none */
    private int hyphens(int from) {
        byte[] octets = buffer;
        for (int i = hyphen(octets, from); i < limit; i = hyphen(octets, i + 1)) {
            if (i + 1 == limit || octets[i + 1] == '-') {
                return i;
            }
        }
        return limit;
    }

    private int hyphen(byte[] octets, int from) {
        return EightOctets.indexOf(octets, from, limit, '-');
    }

    /** @return where the last line begins that begins at that place or before it; the current place if that is not known */
    private int lineStart(int place) {
        for (int i = place - 1; i > position; i--) {
            if (buffer[i] == LF && (lfEnds || buffer[i - 1] == CR)) {
                return i + 1;
            }
        }
        return position;
    }

    private void finish(int lineEnd) {
        int next = behind(lineEnd);
        Ending how = next == lineEnd + 2 ? Ending.CRLF : buffer[lineEnd] == LF ? Ending.LF : Ending.CR;
        finish(lineEnd, next, how);
    }

    private void finish(int content, int next, Ending how) {
        int last = content;
        if (how == Ending.CRLF && !crEnds) {
            // CR CR LF is one line end wherever a CR alone is none.
            while (last > position && buffer[last - 1] == CR) {
                last--;
            }
        }
        contentEnd = base + last;
        end = base + next;
        ending = how;
        if (!cut) {
            head = buffer;
            headFrom = position;
            headLength = last - position;
        }
        position = next;
    }

    /** @return whether there is anything new to look at: more octets, or a CR whose successor was waited for */
    private boolean more() throws IOException {
        if (exhausted) {
            return false;
        }
        if (limit == buffer.length) {
            makeRoom();
        }
        int count = in.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            exhausted = true;
            return scan < limit;
        }
        limit += count;
        return true;
    }

    private void makeRoom() {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            base += position;
            limit -= position;
            scan -= position;
            position = 0;
            return;
        }
        passOver();
    }

    /** The buffer is full of one line: its head is kept aside, of the rest only a CR that may belong to its end. */
    private void passOver() {
        int kept = limit - scan;
        byte[] full = buffer;
        if (!cut) {
            cut = true;
            head = full;
            headFrom = 0;
            headLength = limit;
            buffer = spare.length == 0 ? new byte[full.length] : spare;
            spare = full;
        }
        System.arraycopy(full, scan, buffer, 0, kept);
        base += scan;
        limit = kept;
        scan = 0;
    }

    /** @return where the line begins */
    long start() {
        return start;
    }

    /** @return where the line's own octets end and its line ending begins */
    long contentEnd() {
        return contentEnd;
    }

    /** @return where the next line begins */
    long end() {
        return end;
    }

    Ending ending() {
        return ending;
    }

    /** @return how many of the line's own octets can be looked at */
    int length() {
        return headLength;
    }

    /** @return whether the line has more octets than can be looked at */
    boolean isCut() {
        return cut;
    }

    /** @return an octet of the line, unsigned */
    int at(int index) {
        return head[headFrom + index] & 0xff;
    }

    /** @return whether there are two hyphens anywhere behind the first octet */
    boolean hasHyphensInside() {
        return EightOctets.holds(head, headFrom + 1, headFrom + headLength, '-', '-');
    }

    /** @return whether each CR and each LF ends a line */
    boolean crAndLfEnd() {
        return crEnds && lfEnds;
    }

    /** @return whether the two follow one another in the line or in others that were passed over, from that place on */
    boolean holds(long from, char first, char second) {
        return cut
                ? EightOctets.holds(head, headFrom, headFrom + headLength, first, second)
                : EightOctets.holds(buffer, (int) (from - base), position, first, second);
    }

    /** Whatever the case of letters. */
    boolean startsLike(String ascii) {
        if (headLength < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            int octet = head[headFrom + i] & 0xff;
            if (octet != ascii.charAt(i) && Character.toLowerCase(octet) != Character.toLowerCase(ascii.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    boolean startsWith(String ascii) {
        if (headLength < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (head[headFrom + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** @return octets of the line, each as one character */
    String text(int from, int to) {
        return new String(head, headFrom + from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** @return the number of the line's octets without white space at its end */
    int trimmedLength() {
        int length = headLength;
        while (length > 0 && at(length - 1) <= ' ') {
            length--;
        }
        return length;
    }

    boolean isBlank() {
        return !cut && trimmedLength() == 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
