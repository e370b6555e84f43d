// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.postern.api.spool.Octets;

/**
 * Decodes one xz stream, block after block. The headers are read here, and only LZMA2 by a library: so memory is known before
 * it is used, and a check that is wrong is kept in {@link #fault()} instead of ending what can be seen.
 */
final class XzInput extends InputStream {
    private final Octets octets;
    private final Window window;
    private final Ledger ledger;
    private final XzIndex index = new XzIndex();
    private final int kind;
    private final long start;
    private long at;
    private Optional<Source> source = Optional.empty();
    private Optional<InputStream> data = Optional.empty();
    private XzCheck check = XzCheck.of(0);
    private XzHeaders.Block block;
    private Lzma2Chunks chunks;
    private long size;
    private boolean begun;
    private boolean ended;
    private Optional<String> fault = Optional.empty();

    /** @param octets tell failures of the spool by {@link SpoolFailure} */
    XzInput(Octets octets, long at, Ledger ledger) throws IOException {
        this.octets = octets;
        this.window = new Window(octets);
        this.ledger = ledger;
        if (!XzHeaders.begins(window, at)) {
            throw new IOException("no xz stream");
        }
        this.kind = XzHeaders.check(window, at);
        this.start = at;
        this.at = at + XzHeaders.STREAM_HEADER;
    }

    /** @return what is wrong beside what ended it */
    Optional<String> fault() {
        return fault;
    }

    /** @return how many octets were read */
    long consumed() {
        return at - start + source.map(Source::consumed).orElse(0L);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        while (!ended) {
            if (data.isEmpty()) {
                proceed();
            } else {
                int count = data.get().read(target, from, length);
                if (count > 0) {
                    size += count;
                    check.update(target, from, count);
                    return count;
                }
                endBlock();
            }
        }
        return -1;
    }

    private void proceed() throws IOException {
        if (!window.has(at, 1)) {
            throw new EOFException();
        }
        if (window.u8(at) == 0) {
            at = index.check(window, at, kind);
            ended = true;
        } else if (begun && !ledger.countEntry()) {
            throw new BoundReached();
        } else {
            begun = true;
            beginBlock();
        }
    }

    private void beginBlock() throws IOException {
        block = XzHeaders.block(window, at);
        long first = at + block.length();
        chunks = Lzma2Chunks.at(window, first, window.size(), ledger);
        long dictionary = Lzma.dictionary(block.dictionary(), chunks.size());
        Source packed = Source.of(octets, first, window.size() - first, ledger);
        source = Optional.of(packed);
        data = Optional.of(packed);
        Memory.Loan loan = ledger.borrow(dictionary);
        InputStream decoder = new LentInput(Lzma.chunks(packed, dictionary), loan);
        data = Optional.of(decoder);
        for (int[] filter : block.filters()) {
            decoder = Filters.over(decoder, filter[0], filter[1]);
        }
        data = Optional.of(decoder);
        check = XzCheck.of(kind);
        size = 0;
    }

    private void endBlock() throws IOException {
        close();
        long end = at + block.length() + chunks.packed();
        long padded = at + (end - at + 3) / 4 * 4;
        int length = XzCheck.length(kind);
        if (!window.has(padded, length)) {
            throw new EOFException();
        }
        boolean right = (block.packed() < 0 || block.packed() == chunks.packed())
                && (block.size() < 0 || block.size() == size)
                && check.matches(window.bytes(padded, length));
        for (long i = end; i < padded; i++) {
            right &= window.u8(i) == 0;
        }
        if (!right) {
            fault = Optional.of("a length or a checksum is wrong");
        }
        index.add(end - at + length, size);
        at = padded + length;
    }

    @Override
    public void close() throws IOException {
        if (data.isPresent()) {
            InputStream closing = data.get();
            data = Optional.empty();
            source = Optional.empty();
            closing.close();
        }
    }
}
