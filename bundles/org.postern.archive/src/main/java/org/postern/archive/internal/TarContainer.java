// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static org.postern.api.scan.UnscannableReason.DAMAGED;
import static org.postern.api.scan.UnscannableReason.LIMITS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.postern.api.spool.Octets;

/**
 * A tar archive: ustar, GNU, pax and old ones. Its entries lie in it as they are. Where readers differ (two sizes for one
 * entry, content of a link, a sparse file, something behind the end) it is damaged, and everything that carries a header
 * is looked at nevertheless.
 */
final class TarContainer implements Container {
    private static final int MOST_METADATA = 1 << 20;

    private final Octets octets;
    private final Window window;
    private final Ledger ledger;
    private long position;
    private boolean foreign;
    private String longName = "";
    private Map<String, String> pax = Map.of();
    private Map<String, String> globalPax = Map.of();

    TarContainer(Octets octets, Ledger ledger) {
        this.octets = octets;
        this.window = new Window(octets);
        this.ledger = ledger;
    }

    @Override
    public Optional<Entry> next() throws IOException {
        while (window.has(position, 1) && ledger.inTime()) {
            byte[] block = window.bytes(position, TarHeader.BLOCK);
            Optional<TarHeader> header = TarHeader.of(block);
            if (header.isEmpty()) {
                // Zeros end an archive, and another one may follow. A reader that lost its way looks for the next
                // header.
                if (!isZero(block)) {
                    damaged("something that is no header");
                    foreign = true;
                }
                position += TarHeader.BLOCK;
                continue;
            }
            if (!ledger.countEntry()) {
                return Optional.empty();
            }
            position += TarHeader.BLOCK;
            Optional<Entry> entry = read(header.get());
            if (entry.isPresent()) {
                return entry;
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean hasForeignOctets() {
        return foreign;
    }

    private Optional<Entry> read(TarHeader header) throws IOException {
        return switch (header.type()) {
            case 'L' -> {
                longName = new String(metadata(header), StandardCharsets.UTF_8).replace("\0", "");
                yield Optional.empty();
            }
            case 'K' -> {
                metadata(header);
                yield Optional.empty();
            }
            case 'x', 'X' -> {
                pax = records(header);
                yield Optional.empty();
            }
            case 'g' -> {
                globalPax = records(header);
                yield Optional.empty();
            }
            default -> content(header);
        };
    }

    private Optional<Entry> content(TarHeader header) throws IOException {
        String name = paxValue("path", longName.isEmpty() ? header.name() : longName);
        boolean sparse = header.type() == 'S' || pax.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."));
        long size = size(header);
        longName = "";
        pax = Map.of();
        if (sparse || header.type() == 'M') {
            damaged("an entry that is sparse or continued elsewhere");
        }
        if (size < 0) {
            damaged("an entry without a size");
            return Optional.empty();
        }
        if (size > 0 && !header.isFile()) {
            damaged("an entry that is no file but has content");
        }
        if (size == 0 && !header.isFile()) {
            return Optional.empty();
        }
        return Optional.of(stored(name, size));
    }

    private Entry stored(String name, long size) throws IOException {
        long start = Math.min(position, octets.size());
        long present = Math.min(size, octets.size() - start);
        if (present < size) {
            // The size may be a lie: look at the rest as this entry, and for headers in it too.
            damaged("an entry breaks off");
            foreign = true;
        } else {
            skip(size);
        }
        long visible = Math.min(present, ledger.limits().entryOctets());
        if (visible < present) {
            ledger.problem(LIMITS, "more than " + visible + " octets in one entry");
        }
        ledger.countProduced(visible);
        return Entry.stored(name, octets, start, visible);
    }

    /** The size of an entry with pax records is theirs; not all readers know (an entry is smuggled in between). */
    private long size(TarHeader header) {
        String value = paxValue("size", "");
        if (value.isEmpty()) {
            return header.size();
        }
        long size =
                value.length() <= 18 && value.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(value) : -1;
        if (size != header.size()) {
            damaged("two sizes for one entry");
        }
        return size;
    }

    private String paxValue(String key, String otherwise) {
        return pax.getOrDefault(key, globalPax.getOrDefault(key, otherwise));
    }

    private Map<String, String> records(TarHeader header) throws IOException {
        Optional<Map<String, String>> records = PaxRecords.of(metadata(header));
        if (records.isEmpty()) {
            damaged("extended header records that are none");
        }
        return records.orElse(Map.of());
    }

    private byte[] metadata(TarHeader header) throws IOException {
        long size = header.size();
        if (size < 0 || size > MOST_METADATA || !window.has(position, size)) {
            damaged("an extended header breaks off or is too large");
            return new byte[0];
        }
        byte[] found = window.bytes(position, (int) size);
        skip(size);
        return found;
    }

    /** What fills the last block is read by nobody, and so a place to hide something. */
    private void skip(long size) throws IOException {
        long end = position + size;
        position += (size + TarHeader.BLOCK - 1) / TarHeader.BLOCK * TarHeader.BLOCK;
        foreign |= !isZero(window.bytes(end, (int) (position - end)));
    }

    private void damaged(String detail) {
        ledger.problem(DAMAGED, "tar: " + detail);
    }

    private static boolean isZero(byte[] block) {
        for (byte octet : block) {
            if (octet != 0) {
                return false;
            }
        }
        return true;
    }
}
