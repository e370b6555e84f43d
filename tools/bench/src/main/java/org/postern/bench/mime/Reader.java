// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench.mime;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.MimeReader;
import org.postern.api.mime.Part;
import org.postern.api.scan.Unscannable;
import org.postern.api.spool.Octets;
import org.postern.api.spool.Spool;
import org.postern.mime.internal.LenientMimeReader;
import org.postern.spool.internal.DiskSpool;

/** Reads messages as the gateway does, with its spool on the disk. */
final class Reader {
    private final byte[] buffer = new byte[1 << 14];
    private final Spool spool;
    private final MimeReader mime;

    /** @param folder where the spool may lie */
    Reader(Path folder) throws IOException {
        this.spool = new DiskSpool(instance(folder));
        this.mime = new LenientMimeReader(spool);
    }

    /** Of a framework the spool wants to know nothing but the folder. */
    private static BundleContext instance(Path folder) {
        return (BundleContext) Proxy.newProxyInstance(
                Reader.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getProperty") && "postern.base".equals(arguments[0])) {
                        return folder.toString();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    Spool spool() {
        return spool;
    }

    /** Reads the structure of a message that can be read in one way, and hides nothing. */
    void read(Octets message) throws IOException {
        try (var structure = mime.read(message)) {
            check(structure);
        }
    }

    /** @return how many octets the leaves have, decoded once each */
    long readAndDecode(Octets message) throws IOException {
        var octets = 0L;
        try (var structure = mime.read(message)) {
            check(structure);
            for (var leaf : structure.first().leaves()) {
                octets += decode(leaf);
            }
        }
        return octets;
    }

    private static void check(MessageStructure structure) {
        if (structure.readings().size() != 1 || !structure.unscannable().isEmpty()) {
            throw new IllegalStateException(
                    "not a plain message: " + structure.ambiguities() + structure.unscannable());
        }
    }

    private long decode(Part leaf) throws IOException {
        var octets = 0L;
        try (InputStream in = mime.decode(leaf)) {
            for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                octets += count;
            }
        }
        return octets;
    }

    /** @return why not all of it can be read */
    List<Unscannable> problems(Octets message) throws IOException {
        try (var structure = mime.read(message)) {
            return structure.unscannable();
        }
    }
}
