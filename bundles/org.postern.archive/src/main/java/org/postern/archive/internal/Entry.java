// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.Closeable;
import java.io.IOException;
import org.postern.api.spool.Octets;
import org.postern.api.spool.SpooledMessage;

/**
 * An entry of a container. Closing it ends its octets.
 *
 * @param name as the container has it, cut to {@value #LONGEST_NAME} characters; untrusted
 * @param octets what it holds
 * @param storage what is given back on closing
 */
record Entry(String name, Octets octets, Closeable storage) implements Closeable {
    private static final int LONGEST_NAME = 255;

    Entry {
        name = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }

    /** @return an entry that was unpacked */
    static Entry unpacked(String name, SpooledMessage octets) {
        return new Entry(name, octets, octets);
    }

    /** @return an entry that lies in its container as it is */
    static Entry stored(String name, Octets container, long from, long length) {
        return new Entry(name, Slice.of(container, from, length), () -> {});
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }
}
