// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.postern.api.spool.Octets;

/** Decodes one folder of a 7z archive. */
final class SevenZDecoder implements LongSupplier {
    private static final int COPY = 0;
    private static final int LZMA2 = 0x21;
    private static final int LZMA = 0x030101;
    private static final int BCJ2 = 0x0303011b;
    private static final int DEFLATE = 0x040108;
    private static final int DEFLATE64 = 0x040109;
    private static final int BZIP2 = 0x040202;
    private static final long BZIP2_NEEDS = 4L * 900_000;

    private final Octets octets;
    private final long base;
    private final SevenZStreams.Folder folder;
    private final Ledger ledger;
    private final List<Source> sources = new ArrayList<>();
    private final List<Closeable> opened = new ArrayList<>();

    /**
     * @param octets tell failures of the spool by {@link SpoolFailure}
     * @param base from where places are counted
     */
    SevenZDecoder(Octets octets, long base, SevenZStreams.Folder folder, Ledger ledger) {
        this.octets = octets;
        this.base = base;
        this.folder = folder;
        this.ledger = ledger;
    }

    /** @return how many octets went in */
    @Override
    public long getAsLong() {
        return sources.stream().mapToLong(Source::consumed).sum();
    }

    /** @return what comes out */
    InputStream open() throws IOException {
        boolean done = false;
        try {
            long needed = 0;
            for (int i = 0; i < folder.folder().coders().size(); i++) {
                needed += needs(i);
            }
            if (needed > 0) {
                opened.add(ledger.borrow(needed)::close);
            }
            InputStream decoded = coder(folder.folder().last());
            done = true;
            return new Closing(decoded);
        } finally {
            if (!done) {
                closeAll();
            }
        }
    }

    private void closeAll() throws IOException {
        for (Closeable closing : opened) {
            closing.close();
        }
    }

    private long needs(int coder) throws IOException {
        SevenZFolder.Coder what = folder.folder().coders().get(coder);
        if (what.id() == LZMA || what.id() == LZMA2) {
            return dictionary(coder);
        }
        return what.id() == BZIP2 ? BZIP2_NEEDS : 0;
    }

    private long dictionary(int coder) throws IOException {
        byte[] properties = folder.folder().coders().get(coder).properties();
        boolean chunks = folder.folder().coders().get(coder).id() == LZMA2;
        if (properties.length != (chunks ? 1 : Lzma.PROPERTIES)) {
            throw new IOException("LZMA with properties that are none");
        }
        long claimed = 0;
        if (chunks) {
            claimed = Lzma.dictionaryOfChunks(properties[0] & 0xff);
        } else {
            for (int i = 4; i > 0; i--) {
                claimed = claimed << 8 | properties[i] & 0xff;
            }
        }
        return Lzma.dictionary(
                claimed, Math.min(folder.unpackSizes()[coder], ledger.limits().octets()));
    }

    /** Coders bound to each other are at most eight, and none is bound twice. */
    private InputStream coder(int number) throws IOException {
        SevenZFolder.Coder coder = folder.folder().coders().get(number);
        if (coder.id() == BCJ2 && coder.inputs() == 4) {
            int first = coder.firstInput();
            return new Bcj2Input(
                    input(first), input(first + 1), input(first + 2), input(first + 3), folder.unpackSizes()[number]);
        }
        if (coder.inputs() != 1 || coder.id() > Integer.MAX_VALUE) {
            throw unknown(coder);
        }
        return over(input(coder.firstInput()), coder, number);
    }

    private InputStream over(InputStream in, SevenZFolder.Coder coder, int number) throws IOException {
        byte[] properties = coder.properties();
        long size = folder.unpackSizes()[number];
        return switch ((int) coder.id()) {
            case COPY -> in;
            case LZMA2 -> Lzma.chunks(in, dictionary(number));
            case LZMA -> Lzma.stream(in, properties[0] & 0xff, dictionary(number), size);
            case DEFLATE -> new InflatedInput(in);
            case DEFLATE64 -> new Deflate64Input(in);
            case BZIP2 -> new Bzip2Input(in, octets -> () -> {});
            case 0x03030103 -> Filters.over(in, 4, 0);
            case 0x03030205 -> Filters.over(in, 5, 0);
            case 0x03030401 -> Filters.over(in, 6, 0);
            case 0x03030501 -> Filters.over(in, 7, 0);
            case 0x03030701 -> Filters.over(in, 8, 0);
            case 0x03030805 -> Filters.over(in, 9, 0);
            default -> filter(in, coder);
        };
    }

    private static InputStream filter(InputStream in, SevenZFolder.Coder coder) throws IOException {
        byte[] properties = coder.properties();
        if (coder.id() == Filters.DELTA && properties.length == 1) {
            return Filters.over(in, Filters.DELTA, (properties[0] & 0xff) + 1);
        }
        boolean program = coder.id() > Filters.DELTA && coder.id() <= Filters.LAST;
        if (program && properties.length == 0) {
            return Filters.over(in, (int) coder.id(), 0);
        }
        if (program && properties.length == 4) {
            SevenZCursor offset = new SevenZCursor(properties);
            return Filters.over(in, (int) coder.id(), (int) offset.u32());
        }
        throw unknown(coder);
    }

    private static IOException unknown(SevenZFolder.Coder coder) {
        return new IOException("method " + Long.toHexString(coder.id()) + " is not opened");
    }

    private InputStream input(int number) throws IOException {
        int coder = folder.folder().feeds()[number];
        if (coder != SevenZFolder.PACKED) {
            return coder(coder);
        }
        long place = base + folder.place();
        int[] packed = folder.folder().packed();
        for (int i = 0; i < packed.length; i++) {
            long length = folder.packSizes()[i];
            if (packed[i] == number) {
                return source(place, length);
            }
            place += length;
        }
        throw new IOException("a coder without a stream");
    }

    private Source source(long place, long length) throws IOException {
        if (place < 0 || place > octets.size()) {
            throw new IOException("a stream that is not there");
        }
        // What breaks off is unpacked as far as it goes.
        Source source = Source.of(octets, place, Math.min(length, octets.size() - place), ledger);
        sources.add(source);
        opened.add(source);
        return source;
    }

    private final class Closing extends FilterInputStream {
        Closing(InputStream decoded) {
            super(decoded);
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                closeAll();
            }
        }
    }
}
