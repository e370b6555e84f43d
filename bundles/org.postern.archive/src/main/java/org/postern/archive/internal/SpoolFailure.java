// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.postern.api.spool.Octets;

/** A failure of the spool on its way through a decoder, to be told from what is wrong with the content. */
final class SpoolFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private SpoolFailure(IOException cause) {
        super(cause);
    }

    static SpoolFailure of(IOException failure) {
        return failure instanceof SpoolFailure marked ? marked : new SpoolFailure(failure);
    }

    /** @return what the spool said */
    IOException failure() {
        return (IOException) getCause();
    }

    /** @return the same octets, whose failures are told by this exception */
    static Octets markedIn(Octets octets) {
        return new Marking(octets);
    }

    private record Marking(Octets octets) implements Octets {
        @Override
        public long size() {
            return octets.size();
        }

        @Override
        public InputStream open(long from, long length) throws IOException {
            try {
                return new MarkingInput(octets.open(from, length));
            } catch (IOException e) {
                throw of(e);
            }
        }

        @Override
        public boolean inMemory() {
            return octets.inMemory();
        }
    }

    private static final class MarkingInput extends FilterInputStream {
        MarkingInput(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (IOException e) {
                throw of(e);
            }
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            try {
                return in.read(target, from, length);
            } catch (IOException e) {
                throw of(e);
            }
        }
    }
}
