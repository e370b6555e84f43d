// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.spool.internal;

import static org.postern.swap.files.PrivateDirectory.randomName;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.postern.api.spool.Spool;
import org.postern.api.spool.SpoolWriter;
import org.postern.swap.files.PrivateDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The spool in {@code data/spool} of the instance. A file loses its name as soon as it is open, so that the system takes
 * it back however this process ends; what a crash between these two steps left is removed at the next start (T25).
 */
@Component(immediate = true)
public final class DiskSpool implements Spool {
    private static final Logger LOG = LoggerFactory.getLogger(DiskSpool.class);

    private static final int COPY_BUFFER = 16 * 1024;

    private final PrivateDirectory directory;
    private final Room room;
    private final int leftOver;

    /**
     * @param context knows the instance's base directory by the framework property {@code postern.base}
     * @throws IOException if there is no directory that is fit to hold mail
     */
    @Activate
    public DiskSpool(BundleContext context) throws IOException {
        this(Path.of(base(context)).resolve("data").resolve("spool"));
    }

    DiskSpool(Path path) throws IOException {
        directory = PrivateDirectory.open(path);
        room = new Room(directory.path().toFile());
        leftOver = removeLeftOvers();
        LOG.info(
                "spool at {}: {} MiB free; {} file(s) of an earlier run removed",
                directory.path(),
                room.free() >> 20,
                leftOver);
    }

    private static String base(BundleContext context) {
        String base = context.getProperty("postern.base");
        if (base == null || base.isBlank()) {
            throw new IllegalStateException("the framework property postern.base is not set: where is the instance?");
        }
        return base;
    }

    @Override
    public SpoolWriter begin() {
        return new MemoryFirstWriter(this::newFile, room);
    }

    @Override
    public boolean hasRoom(long octets) {
        return room.isFor(octets);
    }

    @Override
    public SpoolWriter copy(InputStream octets, long limit) throws IOException {
        SpoolWriter writer = begin();
        try {
            byte[] buffer = new byte[(int) Math.min(COPY_BUFFER - 1, limit) + 1];
            while (writer.size() <= limit) {
                long wanted = Math.min(buffer.length - 1, limit - writer.size()) + 1;
                int read = octets.read(buffer, 0, (int) wanted);
                if (read < 0) {
                    break;
                }
                writer.write(ByteBuffer.wrap(buffer, 0, read));
            }
            return writer;
        } catch (IOException | RuntimeException failed) {
            writer.close();
            throw failed;
        }
    }

    /** How many files the run before left behind. */
    int leftOver() {
        return leftOver;
    }

    /**
     * A file without a name. It is no channel: those close for everybody when one reading thread is interrupted, which
     * is what happens to a scan that comes too late.
     */
    private RandomAccessFile newFile() throws IOException {
        Path path = directory.createEmpty("m-" + randomName(16));
        try {
            return new RandomAccessFile(path.toFile(), "rw");
        } finally {
            Files.delete(path);
        }
    }

    private int removeLeftOvers() throws IOException {
        int removed = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.path(), "m-*")) {
            for (Path file : files) {
                if (Files.deleteIfExists(file)) {
                    removed++;
                }
            }
        }
        return removed;
    }
}
