// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.scan.peer.Link;
import org.postern.scan.peer.Patience;
import org.postern.scan.peer.PeerException;

/** What a server says, each piece of it bounded (T21). One thread at a time. */
final class Incoming {
    static final int MOST_LINE = 16 * 1024;
    static final int MOST_HEAD = 64 * 1024;
    static final int MOST_LINES = 400;
    private static final int MOST_TRAILERS = 50;
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,8})[ \t]*(?:;.*)?");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

    private final Link link;

    /** Between position and limit: what has come and was not looked at. */
    private final ByteBuffer buffer = ByteBuffer.allocate(2 * MOST_LINE).limit(0);

    private boolean begun;
    private long taken;

    /**
     * A body that came.
     *
     * @param size its octets, as far as they were read
     * @param sha256 of these
     * @param ended whether it came to its end; if not it is longer than it may be
     */
    record Body(long size, String sha256, boolean ended) {}

    Incoming(Link link) {
        this.link = link;
    }

    /** A question begins: nothing of its answer is there. */
    void begin() {
        begun = false;
    }

    /** @return whether nothing is there that was not looked at, not even the end */
    boolean isQuiet() {
        return !buffer.hasRemaining() && !hasCome();
    }

    /** @return whether something came, be it the end; does not wait */
    boolean hasCome() {
        buffer.compact();
        int count = buffer.hasRemaining() ? link.readNow(buffer) : 0;
        buffer.flip();
        return count < 0 || buffer.hasRemaining();
    }

    /** @return the header of an answer */
    Head head(Patience patience) throws PeerException, IOException, InterruptedException {
        return Head.parse(lines(patience));
    }

    /** @return the header that takes exactly so many octets */
    Head block(int length, Patience patience) throws PeerException, IOException, InterruptedException {
        long start = taken;
        List<String> lines = lines(patience);
        if (taken - start != length) {
            throw new PeerException("an answer whose parts lie elsewhere than it says");
        }
        return Head.parse(lines);
    }

    private List<String> lines(Patience patience) throws PeerException, IOException, InterruptedException {
        long start = taken;
        List<String> lines = new ArrayList<>();
        for (String line = line(patience); !line.isEmpty(); line = line(patience)) {
            lines.add(line);
            if (taken - start > MOST_HEAD || lines.size() > MOST_LINES) {
                throw new PeerException("an endless header");
            }
        }
        return lines;
    }

    /**
     * Reads a body in chunks (RFC 9112 section 7.1) to its end, or until it is longer than it may be.
     *
     * @param most octets
     */
    Body body(long most, Patience patience) throws PeerException, IOException, InterruptedException {
        MessageDigest digest = sha256();
        long size = 0;
        for (long chunk = chunk(patience); chunk > 0; chunk = chunk(patience)) {
            size += chunk;
            if (size > most) {
                return new Body(size, "", false);
            }
            take(chunk, digest, patience);
            if (!line(patience).isEmpty()) {
                throw new PeerException("a chunk longer than it says");
            }
        }
        int trailers = 0;
        while (!line(patience).isEmpty()) {
            if (++trailers > MOST_TRAILERS) {
                throw new PeerException("an endless trailer");
            }
        }
        return new Body(size, HexFormat.of().formatHex(digest.digest()), true);
    }

    private long chunk(Patience patience) throws PeerException, IOException, InterruptedException {
        Matcher size = CHUNK.matcher(line(patience));
        if (!size.matches()) {
            throw new PeerException("a chunk without a size");
        }
        return Long.parseLong(size.group(1), 16);
    }

    private void take(long octets, MessageDigest digest, Patience patience)
            throws PeerException, IOException, InterruptedException {
        long left = octets;
        while (left > 0) {
            if (!buffer.hasRemaining()) {
                fill(patience);
            }
            int count = (int) Math.min(left, buffer.remaining());
            digest.update(buffer.array(), buffer.position(), count);
            buffer.position(buffer.position() + count);
            taken += count;
            left -= count;
        }
    }

    /** @return the next line, without CRLF */
    private String line(Patience patience) throws PeerException, IOException, InterruptedException {
        int searched = 0;
        while (true) {
            for (; searched < buffer.remaining(); searched++) {
                if (buffer.get(buffer.position() + searched) == '\n') {
                    return line(searched);
                }
            }
            if (searched >= MOST_LINE) {
                throw new PeerException("an endless line");
            }
            fill(patience);
        }
    }

    private String line(int length) throws PeerException {
        int start = buffer.position();
        if (length == 0 || buffer.get(start + length - 1) != '\r') {
            throw new PeerException("a line that does not end with CRLF");
        }
        String line = new String(buffer.array(), start, length - 1, UTF_8);
        if (CONTROL.matcher(line).find()) {
            throw new PeerException("a line with control characters");
        }
        begun = true;
        buffer.position(start + length + 1);
        taken += length + 1;
        return line;
    }

    private void fill(Patience patience) throws PeerException, IOException, InterruptedException {
        patience.check();
        begun |= buffer.hasRemaining();
        buffer.compact();
        int count;
        try {
            count = link.read(buffer, patience.nextSign(), patience);
        } finally {
            buffer.flip();
        }
        if (count < 0) {
            throw begun
                    ? new PeerException.Lost("the connection was closed in the middle of an answer")
                    : new PeerException.Closed("the connection was closed before an answer");
        }
        begun = true;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
