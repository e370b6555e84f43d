// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.postern.api.mime.OctetRange;
import org.postern.api.spool.Octets;

/** Goes forward through a range of octets, reading numbers. Behind the end everything is zero, and is remarked. */
final class Cursor implements Closeable {
    private static final int BUFFER = 1 << 12;

    private final InputStream in;
    private final long end;
    private long position;
    private boolean overrun;

    Cursor(Octets octets, OctetRange range) throws IOException {
        int size = (int) Math.max(1, Math.min(BUFFER, range.length()));
        this.in = new BufferedInputStream(octets.open(range.start(), range.length()), size);
        this.position = range.start();
        this.end = range.end();
    }

    /** @return where the next octet stands, counted as the range is */
    long position() {
        return position;
    }

    long left() {
        return end - position;
    }

    /** @return whether more was read than there is */
    boolean overrun() {
        return overrun;
    }

    int octet() throws IOException {
        int octet = position < end ? in.read() : -1;
        if (octet < 0) {
            overrun = true;
            return 0;
        }
        position++;
        return octet;
    }

    long big(int octets) throws IOException {
        long number = 0;
        for (int i = 0; i < octets; i++) {
            number = number << 8 | octet();
        }
        return number;
    }

    long little(int octets) throws IOException {
        long number = 0;
        for (int i = 0; i < octets; i++) {
            number |= (long) octet() << 8 * i;
        }
        return number;
    }

    byte[] octets(int count) throws IOException {
        byte[] octets = in.readNBytes((int) Math.min(count, left()));
        position += octets.length;
        overrun |= octets.length < count;
        return octets;
    }

    void skip(long count) throws IOException {
        overrun |= count > left();
        long step = Math.max(0, Math.min(count, left()));
        in.skipNBytes(step);
        position += step;
    }

    /** @return so many octets from here on, or what is left of them */
    OctetRange range(long count) {
        overrun |= count > left();
        return new OctetRange(position, position + Math.max(0, Math.min(count, left())));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
