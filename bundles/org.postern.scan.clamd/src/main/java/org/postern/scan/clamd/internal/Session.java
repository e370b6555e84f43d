// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.spool.Octets;
import org.postern.scan.peer.Connection;
import org.postern.scan.peer.Patience;
import org.postern.scan.peer.PeerException;
import org.postern.scan.peer.PeerSession;

/**
 * A connection in clamd's IDSESSION, with one question at a time. After anything irregular it is of no use any more: an
 * answer that comes late must never be taken for one to the next question (T21). One thread at a time.
 */
final class Session implements PeerSession {
    private static final byte[] BEGIN = "zIDSESSION\0".getBytes(US_ASCII);
    private static final byte[] INSTREAM = "zINSTREAM\0".getBytes(US_ASCII);
    private static final byte[] VERSION = "zVERSION\0".getBytes(US_ASCII);
    private static final int CHUNK = 64 * 1024;
    private static final int LENGTH = Integer.BYTES;
    private static final int MOST_ANSWER = 4096;

    private final Connection connection;
    private final ByteBuffer out = ByteBuffer.allocate(BEGIN.length + INSTREAM.length + LENGTH + CHUNK + LENGTH);
    private final ByteBuffer in = ByteBuffer.allocate(MOST_ANSWER);
    private long number;
    private boolean sound = true;

    Session(Connection connection) {
        this.connection = connection;
    }

    @Override
    public boolean isSound() {
        return sound && number < Integer.MAX_VALUE;
    }

    @Override
    public boolean isQuiet() {
        in.clear();
        return connection.readNow(in) == 0;
    }

    /** @return what clamd is */
    Version version(Patience patience) throws PeerException, IOException, InterruptedException {
        begin(VERSION);
        out.flip();
        in.clear();
        connection.write(out, patience);
        Version version = Answer.version(Answer.numbered(number, answer(patience)));
        sound = true;
        return version;
    }

    /**
     * @return the verdict
     * @throws IOException if the content cannot be read
     */
    ScanResult scan(Octets content, Patience patience) throws PeerException, IOException, InterruptedException {
        begin(INSTREAM);
        boolean whole = send(content, patience);
        ScanResult result = Answer.verdict(Answer.numbered(number, answer(patience)), whole);
        // After the error of a size limit clamd closes the connection.
        sound = whole && !result.reason().equals(Optional.of(UnscannableReason.TOO_LARGE));
        return result;
    }

    private void begin(byte[] command) {
        sound = false; // until the answer has come
        out.clear();
        if (number == 0) {
            out.put(BEGIN);
        }
        number++;
        out.put(command);
    }

    /** @return whether clamd took all of it; if not it has answered, or gone */
    private boolean send(Octets content, Patience patience) throws PeerException, IOException, InterruptedException {
        in.clear();
        long left = content.size();
        try (InputStream octets = content.open()) {
            while (true) {
                left -= put(octets, left);
                if (left == 0) {
                    out.putInt(0);
                }
                out.flip();
                if (!connection.write(out, patience)) {
                    return false;
                }
                out.clear();
                if (left == 0) {
                    return true;
                }
                // Over StreamMaxLength it answers in the middle and then closes, which would take the answer away.
                if (connection.readNow(in) != 0) {
                    return false;
                }
                patience.check();
            }
        }
    }

    /** Puts one chunk, its length before it; none when nothing is left, since a length of 0 ends the content. */
    private int put(InputStream octets, long left) throws IOException {
        int size = (int) Math.min(CHUNK, left);
        if (size == 0) {
            return 0;
        }
        out.putInt(size);
        int count = octets.readNBytes(out.array(), out.position(), size);
        if (count < size) {
            throw new IOException("The content ends " + (left - count) + " octets early");
        }
        out.position(out.position() + size);
        return size;
    }

    /** @return the one whole answer, without the NUL that ends it */
    private String answer(Patience patience) throws PeerException, IOException, InterruptedException {
        var due = patience.nextSign();
        int searched = 0;
        while (true) {
            for (; searched < in.position(); searched++) {
                if (in.get(searched) == 0) {
                    return alone(searched);
                }
            }
            if (!in.hasRemaining()) {
                throw new PeerException("an answer of more than " + MOST_ANSWER + " octets");
            }
            if (connection.read(in, due, patience) < 0) {
                throw in.position() == 0
                        ? new PeerException.Closed("the connection was closed before an answer")
                        : new PeerException.Lost("the connection was closed in the middle of an answer");
            }
        }
    }

    private String alone(int end) throws PeerException {
        if (end + 1 < in.position()) {
            throw new PeerException("more than one answer to one question");
        }
        return new String(in.array(), 0, end, UTF_8);
    }

    @Override
    public void close() {
        connection.close();
    }
}
