// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import org.postern.api.scan.ScanResult;
import org.postern.scan.peer.Link;
import org.postern.scan.peer.Patience;
import org.postern.scan.peer.PeerException;
import org.postern.scan.peer.PeerSession;

/**
 * A connection to an ICAP server, with one question at a time. After anything irregular, and after a threat, it is of no
 * use any more: what comes late must never be taken for an answer to the next question (T21). One thread at a time.
 */
final class Session implements PeerSession {
    private static final byte[] LAST = "0\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] LAST_OF_ALL = "0; ieof\r\n\r\n".getBytes(US_ASCII);
    private static final int CHUNK = 64 * 1024;
    private static final int FRAMING = 32;
    private static final int MOST_OPTIONS = 64 * 1024;
    private static final int OK = 200;
    private static final int CONTINUE = 100;

    private final Link link;
    private final Question question;
    private final Service service;
    private final Incoming in;
    private final ByteBuffer out = ByteBuffer.allocate(4096 + CHUNK + FRAMING);
    private boolean sound = true;

    /**
     * What came of a scan.
     *
     * @param tag the server's ISTag, if it said one
     */
    record Scanned(ScanResult result, Optional<String> tag) {}

    Session(Link link, Question question, Service service) {
        this.link = link;
        this.question = question;
        this.service = service;
        this.in = new Incoming(link);
    }

    @Override
    public boolean isSound() {
        return sound;
    }

    @Override
    public boolean isQuiet() {
        return in.isQuiet();
    }

    /** @return what the server offers */
    Options options(Patience patience) throws PeerException, IOException, InterruptedException {
        begin(question.options());
        flush(patience);
        Head answer = in.head(patience);
        if (answer.icapStatus() != OK) {
            throw new PeerException("it says to OPTIONS: " + answer.said());
        }
        if (answer.value("Encapsulated").isPresent()
                && Encapsulated.in(answer).body()
                && !in.body(MOST_OPTIONS, patience).ended()) {
            throw new PeerException("an endless answer to OPTIONS");
        }
        sound = keepsOpen(answer) && in.isQuiet();
        return Options.in(answer);
    }

    /**
     * @return the verdict
     * @throws IOException if the content cannot be read
     */
    Scanned scan(Content content, Options options, Patience patience)
            throws PeerException, IOException, InterruptedException {
        Method method = options.method(service.method());
        OptionalInt preview = preview(content.size(), options);
        boolean allow204 = options.allows204() && service.allow204() == Allow204.OFFERED;
        long first = preview.isPresent() ? Math.min(content.size(), preview.getAsInt()) : content.size();
        begin(question.content(method, content, preview, allow204));
        Answer.Seen seen = first == content.size() ? Answer.Seen.ALL : Answer.Seen.PREVIEW;
        Head head;
        try (InputStream octets = content.octets().open()) {
            byte[] end = preview.isPresent() && seen == Answer.Seen.ALL ? LAST_OF_ALL : LAST;
            boolean taken = send(octets, first, end, patience);
            head = in.head(patience);
            if (taken && seen == Answer.Seen.PREVIEW && head.icapStatus() == CONTINUE) {
                goOn();
                taken = send(octets, content.size() - first, LAST, patience);
                seen = Answer.Seen.ALL;
                preview = OptionalInt.empty();
                head = in.head(patience);
            }
            seen = taken ? seen : Answer.Seen.LESS;
        }
        Answer answer = new Answer(head, seen, new Answer.Asked(content, method, preview, allow204, service));
        ScanResult result = answer.verdict(in, patience);
        sound = answer.isWhole() && keepsOpen(head) && in.isQuiet();
        return new Scanned(result, Options.tag(head));
    }

    /**
     * A preview that holds all of the content would let nobody notice that the server judges by its beginning only, so it
     * is kept one octet short of that.
     */
    private OptionalInt preview(long size, Options options) {
        if (service.preview() == Preview.NEVER || options.preview().isEmpty()) {
            return OptionalInt.empty();
        }
        int wanted = options.preview().getAsInt();
        return service.preview() == Preview.CHECK && size > 0
                ? OptionalInt.of((int) Math.min(wanted, size - 1))
                : OptionalInt.of(wanted);
    }

    private void begin(byte[] header) {
        sound = false; // until the answer has come
        in.begin();
        out.clear();
        out.put(header);
    }

    private void goOn() throws PeerException {
        out.clear();
        if (in.hasCome()) {
            throw new PeerException("more than one answer to one preview");
        }
    }

    /**
     * Sends octets in chunks, and an end behind them.
     *
     * @return whether the server took all of it; if not it has answered, or gone
     */
    private boolean send(InputStream octets, long size, byte[] end, Patience patience)
            throws PeerException, IOException, InterruptedException {
        long left = size;
        while (true) {
            left -= put(octets, left);
            if (left == 0) {
                out.put(end);
            }
            // One that answers now has not seen all of it, whatever it says.
            if (!flush(patience) || (left > 0 && in.hasCome())) {
                return false;
            }
            if (left == 0) {
                return true;
            }
            patience.check();
        }
    }

    private boolean flush(Patience patience) throws PeerException, IOException, InterruptedException {
        out.flip();
        boolean all = link.write(out, patience);
        out.clear();
        return all;
    }

    private long put(InputStream octets, long left) throws IOException {
        int size = (int) Math.min(CHUNK, left);
        if (size == 0) {
            return 0;
        }
        out.put((Integer.toHexString(size) + "\r\n").getBytes(US_ASCII));
        int count = octets.readNBytes(out.array(), out.position(), size);
        if (count < size) {
            throw new IOException("The content ends " + (left - count) + " octets early");
        }
        out.position(out.position() + size);
        out.put((byte) '\r').put((byte) '\n');
        return size;
    }

    private static boolean keepsOpen(Head answer) {
        return !answer.list("Connection").contains("close");
    }

    @Override
    public void close() {
        link.close();
    }
}
