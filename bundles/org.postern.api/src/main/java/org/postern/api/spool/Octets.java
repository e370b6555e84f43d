// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.spool;

import java.io.IOException;
import java.io.InputStream;
import org.osgi.annotation.versioning.ConsumerType;

/** An immutable sequence of octets that can be read again and again, by several threads at once. */
@ConsumerType
public interface Octets {
    /** @return the number of octets */
    long size();

    /**
     * Opens a part of the octets. May block on the disk. The caller closes the stream.
     *
     * @param from the first octet, 0 to {@link #size()}
     * @param length how many, at most {@code size() - from}
     * @return a stream of exactly {@code length} octets
     * @throws IOException if the octets are gone or the disk fails
     * @throws IndexOutOfBoundsException if the range lies outside
     */
    InputStream open(long from, long length) throws IOException;

    /**
     * Opens all octets. May block on the disk. The caller closes the stream.
     *
     * @return a stream of exactly {@link #size()} octets
     * @throws IOException if the octets are gone or the disk fails
     */
    default InputStream open() throws IOException {
        return open(0, size());
    }

    /** @return whether reading needs no disk and so never blocks */
    default boolean inMemory() {
        return false;
    }

    /**
     * @param octets not copied: the caller must not change it any more
     * @return a view of an array
     */
    static Octets of(byte[] octets) {
        return new ArrayOctets(octets);
    }
}
