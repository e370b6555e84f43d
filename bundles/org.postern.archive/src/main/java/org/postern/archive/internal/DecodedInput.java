// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import org.postern.api.spool.Octets;

/** What a decoder of any method brings out. */
final class DecodedInput extends BoundedInput {
    /** Decoders lose what came out with the call that meets a fault: ask for little at a time. */
    private static final int PIECE = 512;

    private final Start start;
    private final LongSupplier consumed;
    private InputStream decoder = InputStream.nullInputStream();
    private boolean begun;
    private String fault = "";

    /** Begins to decode. */
    @FunctionalInterface
    interface Start {
        /**
         * @return the decoder, which closes what it reads
         * @throws IOException if the stream is wrong from its first octets on
         */
        InputStream begin() throws IOException;
    }

    /** Begins to decode a range of octets. */
    @FunctionalInterface
    interface Decoder {
        /** @param in what it reads, closed by the decoder if there is one */
        InputStream over(InputStream in) throws IOException;
    }

    /**
     * @param start tells failures of the spool by {@link SpoolFailure}
     * @param consumed tells how many octets went in
     * @param most how many octets may come out
     */
    DecodedInput(Start start, LongSupplier consumed, Ledger ledger, long most) {
        super(ledger, most);
        this.start = start;
        this.consumed = consumed;
    }

    static DecodedInput of(Octets octets, long from, long length, Decoder decoder, Ledger ledger) {
        Counted counted = new Counted();
        Start start = () -> {
            counted.source = Source.of(octets, from, length, ledger);
            return begun(decoder, counted.source);
        };
        return new DecodedInput(start, counted, ledger, ledger.limits().entryOctets());
    }

    private static InputStream begun(Decoder decoder, Source source) throws IOException {
        boolean begun = false;
        try {
            InputStream in = decoder.over(source);
            begun = true;
            return in;
        } finally {
            if (!begun) {
                source.close();
            }
        }
    }

    private static final class Counted implements LongSupplier {
        private Source source;

        @Override
        public long getAsLong() {
            return source == null ? 0 : source.consumed();
        }
    }

    /** @return what the decoder said to content that is wrong */
    String fault() {
        return fault;
    }

    @Override
    long consumed() {
        return consumed.getAsLong();
    }

    @Override
    int decode(byte[] target, int from, int length) throws IOException {
        try {
            if (!begun) {
                begun = true;
                decoder = start.begin();
            }
            int count = decoder.read(target, from, Math.min(length, PIECE));
            if (count < 0) {
                ends(End.COMPLETE);
            }
            return Math.max(count, 0);
        } catch (SpoolFailure e) {
            throw e.failure();
        } catch (BoundReached e) {
            ends(End.BOUNDED);
        } catch (EOFException e) {
            broken("it breaks off");
        } catch (IOException e) {
            // Not lost: it is the end of this entry, and told as damage.
            broken(e.getMessage() == null ? "it contradicts itself" : e.getMessage());
        }
        return 0;
    }

    private void broken(String why) {
        fault = why;
        ends(End.BROKEN);
    }

    @Override
    public void close() throws IOException {
        decoder.close();
    }
}
