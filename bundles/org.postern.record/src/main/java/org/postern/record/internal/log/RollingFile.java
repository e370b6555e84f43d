// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.record.internal.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file to which lines are appended. A day and a size end a file: it gets the day's date and a number behind its name,
 * and the oldest of those go. Somebody else may rename or remove it at any time, as logrotate does, which is noticed within
 * {@link #LOOK}. Used by one thread.
 */
final class RollingFile implements AutoCloseable {
    /** What somebody else renamed is not taken for one of ours. */
    private static final Pattern ROLLED = Pattern.compile("\\.\\d{4}-\\d\\d-\\d\\d\\.\\d{4,9}$");

    /** How often it is looked whether the file is still there, at most. */
    static final Duration LOOK = Duration.ofMillis(100);

    /** How files are opened. */
    interface Opener {
        FileChannel open(Path path) throws IOException;
    }

    private final Path path;
    private final long maxBytes;
    private final int maxFiles;
    private final Time time;
    private final Opener opener;
    private FileChannel file;
    private Object identity;
    private long lookedAt;
    private long size;
    private LocalDate day;
    private boolean torn;

    /**
     * Where time comes from.
     *
     * @param clock tells the day
     * @param nanoTime as {@link System#nanoTime()}
     */
    record Time(Supplier<Instant> clock, LongSupplier nanoTime) {}

    RollingFile(Path path, long maxBytes, int maxFiles, Time time) {
        this(path, maxBytes, maxFiles, time, RollingFile::append);
    }

    RollingFile(Path path, long maxBytes, int maxFiles, Time time, Opener opener) {
        this.path = path;
        this.maxBytes = maxBytes;
        this.maxFiles = maxFiles;
        this.time = time;
        this.opener = opener;
    }

    private static FileChannel append(Path path) throws IOException {
        return FileChannel.open(
                path,
                Set.of(CREATE, APPEND, WRITE, NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /**
     * Appends a line, all of it or nothing.
     *
     * @throws IOException if the disk is full or fails; the next line may succeed
     */
    void append(String line) throws IOException {
        try {
            openIfNeeded();
            appendWhole(ByteBuffer.wrap((torn ? "\n" + line + "\n" : line + "\n").getBytes(UTF_8)));
            torn = false;
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    private void appendWhole(ByteBuffer octets) throws IOException {
        try {
            while (octets.hasRemaining()) {
                size += file.write(octets);
            }
        } catch (IOException failed) {
            // Half a line would swallow the next one.
            boolean half = octets.position() > 0;
            if (half && file.isOpen()) {
                file.truncate(file.size() - octets.position());
            } else {
                torn |= half;
            }
            throw failed;
        }
    }

    private void openIfNeeded() throws IOException {
        if (file != null && !(file.isOpen() && isStillThere())) {
            close();
        }
        if (file == null) {
            open();
        }
        LocalDate today = today();
        if (size > 0 && (!today.equals(day) || size >= maxBytes)) {
            close();
            roll();
            open();
        }
    }

    private void open() throws IOException {
        file = opener.open(path);
        lookedAt = time.nanoTime().getAsLong();
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        identity = attributes.fileKey();
        size = attributes.size();
        day = attributes.size() == 0
                ? today()
                : LocalDate.ofInstant(attributes.lastModifiedTime().toInstant(), ZoneOffset.UTC);
    }

    /** Also finds out how large it is, whoever else wrote to it or cut it. */
    private boolean isStillThere() throws IOException {
        long now = time.nanoTime().getAsLong();
        if (now - lookedAt < LOOK.toNanos()) {
            return true;
        }
        lookedAt = now;
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            size = attributes.size();
            return attributes.fileKey().equals(identity);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private void roll() throws IOException {
        String ofDay = path.getFileName() + "." + day + ".";
        List<Path> before = rolled(ofDay);
        int number = before.isEmpty() ? 1 : number(before.get(before.size() - 1), ofDay) + 1;
        Files.move(path, path.resolveSibling(ofDay + String.format("%04d", number)));
        List<Path> all = rolled(path.getFileName() + ".");
        for (Path old : all.subList(0, Math.max(0, all.size() - maxFiles))) {
            Files.deleteIfExists(old);
        }
    }

    /** The oldest first: the number has leading zeros, so that names sort by age. */
    private List<Path> rolled(String prefix) throws IOException {
        try (Stream<Path> all = Files.list(path.toAbsolutePath().getParent())) {
            return all.filter(other -> other.getFileName().toString().startsWith(prefix))
                    .filter(other ->
                            ROLLED.matcher(other.getFileName().toString()).find())
                    .sorted()
                    .toList();
        }
    }

    private static int number(Path rolled, String prefix) {
        return Integer.parseInt(rolled.getFileName().toString().substring(prefix.length()));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(time.clock().get(), ZoneOffset.UTC);
    }

    @Override
    public void close() throws IOException {
        FileChannel closing = file;
        file = null;
        if (closing != null) {
            closing.close();
        }
    }
}
