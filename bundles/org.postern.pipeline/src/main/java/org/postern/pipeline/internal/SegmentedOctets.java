// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.postern.api.mime.OctetRange;
import org.postern.api.spool.Octets;

/** A message on its way out: ranges of the original and inserted octets, one after the other. Nothing is copied. */
final class SegmentedOctets implements Octets {
    private static final long IN_MEMORY = 256 * 1024;

    private record Segment(Octets source, long from, long length) {
        InputStream open() throws IOException {
            return source.open(from, length);
        }
    }

    private final List<Segment> segments;
    private final long size;

    private SegmentedOctets(List<Segment> segments) {
        this.segments = List.copyOf(segments);
        this.size = segments.stream().mapToLong(Segment::length).sum();
    }

    /** A view of a range. */
    static Octets slice(Octets source, OctetRange range) {
        return new Builder(source).keep(range.start(), range.end()).build();
    }

    /** Collects segments in order. */
    static final class Builder {
        private final Octets original;
        private final List<Segment> segments = new ArrayList<>();

        Builder(Octets original) {
            this.original = original;
        }

        Builder keep(long start, long end) {
            if (end > start) {
                segments.add(new Segment(original, start, end - start));
            }
            return this;
        }

        Builder insert(byte[] octets) {
            if (octets.length > 0) {
                segments.add(new Segment(Octets.of(octets), 0, octets.length));
            }
            return this;
        }

        SegmentedOctets build() {
            return new SegmentedOctets(segments);
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean inMemory() {
        return size <= IN_MEMORY
                && segments.stream().allMatch(segment -> segment.source().inMemory());
    }

    @Override
    public InputStream open(long from, long length) throws IOException {
        Objects.checkFromIndexSize(from, length, size);
        List<Segment> wanted = new ArrayList<>();
        long at = 0;
        for (Segment segment : segments) {
            long start = Math.max(from, at);
            long end = Math.min(from + length, at + segment.length());
            if (start < end) {
                wanted.add(new Segment(segment.source(), segment.from() + start - at, end - start));
            }
            at += segment.length();
        }
        return wanted.size() == 1 ? wanted.get(0).open() : new SequenceInputStream(new Opening(wanted.iterator()));
    }

    /** Opens each segment only when it is read. */
    private record Opening(Iterator<Segment> segments) implements Enumeration<InputStream> {
        @Override
        public boolean hasMoreElements() {
            return segments.hasNext();
        }

        @Override
        public InputStream nextElement() {
            try {
                return segments.next().open();
            } catch (IOException e) {
                return new FailingInput(e);
            }
        }
    }

    /** Fails when it is read: a segment that cannot be opened must not look like the end of the message. */
    private static final class FailingInput extends InputStream {
        private final IOException failure;

        FailingInput(IOException failure) {
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            throw failure;
        }
    }
}
