// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static org.postern.api.scan.UnscannableReason.DAMAGED;
import static org.postern.api.scan.UnscannableReason.LIMITS;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.postern.api.archive.Containers.EntryVisitor;
import org.postern.api.scan.Unscannable;
import org.postern.api.spool.Octets;
import org.postern.api.spool.Spool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through containers in containers, depth first. The way down is a list and no recursion, so no nesting exhausts the
 * stack; only the contents on that way are kept.
 */
final class Walk implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Walk.class);

    private final Ledger ledger;
    private final Formats formats;
    private final Deque<Level> levels = new ArrayDeque<>();

    /**
     * Content that is being looked into.
     *
     * @param path the names of the entries down to it
     * @param containers what it is, the first one being looked into
     * @param content given back when all of them are through
     */
    private record Level(String path, Deque<Container> containers, Closeable content) {}

    Walk(Spool spool, Ledger ledger) {
        this.ledger = ledger;
        this.formats = new Formats(spool, ledger);
    }

    /** @return the first reason why something was not seen; empty also when the visitor stopped */
    Optional<Unscannable> run(Octets content, EntryVisitor visitor) throws IOException {
        descend("", content, () -> {});
        while (!levels.isEmpty() && !ledger.exhausted()) {
            Level level = levels.peek();
            Optional<Entry> found = next(level);
            if (found.isPresent()) {
                Entry entry = found.get();
                String path = level.path().isEmpty() ? entry.name() : level.path() + "!/" + entry.name();
                if (!visit(path, entry, visitor)) {
                    return Optional.empty();
                }
            } else if (level.containers().isEmpty()) {
                levels.pop().content().close();
            }
        }
        return ledger.first();
    }

    private Optional<Entry> next(Level level) throws IOException {
        Container container = level.containers().peek();
        if (container == null) {
            return Optional.empty();
        }
        ledger.lookInto(level.path());
        Optional<Entry> entry = guarded(container::next, Optional.empty());
        if (entry.isEmpty()) {
            level.containers().pop().close();
        }
        return entry;
    }

    private boolean visit(String path, Entry entry, EntryVisitor visitor) throws IOException {
        boolean kept = false;
        try {
            if (!visitor.entry(path, entry.octets())) {
                return false;
            }
            kept = !ledger.exhausted() && descend(path, entry.octets(), entry);
            return true;
        } finally {
            if (!kept) {
                entry.close();
            }
        }
    }

    /** @return whether the content is looked into and so is kept */
    private boolean descend(String path, Octets content, Closeable storage) throws IOException {
        ledger.lookInto(path);
        Formats.Found found = guarded(() -> formats.of(content), Formats.Found.NOTHING);
        List<Container> containers = found.containers();
        if (levels.size() >= ledger.limits().depth()) {
            if (!containers.isEmpty()) {
                ledger.problem(LIMITS, "more than " + ledger.limits().depth() + " containers in one another");
            }
            return false;
        }
        if (containers.isEmpty() && found.within().isEmpty()) {
            return false;
        }
        levels.push(new Level(
                path,
                new ArrayDeque<>(containers.isEmpty() ? List.of(found.within().get()) : containers),
                storage));
        return true;
    }

    /** A hole in a reader must not turn into content that nobody looked at (M06). */
    private <T> T guarded(Reading<T> reading, T otherwise) throws IOException {
        try {
            return reading.read();
        } catch (RuntimeException e) {
            LOG.warn("A container could not be read because of a fault in its reader", e);
            ledger.problem(DAMAGED, "could not be read");
            return otherwise;
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    @Override
    public void close() throws IOException {
        for (Level level : levels) {
            for (Container container : level.containers()) {
                container.close();
            }
            level.content().close();
        }
    }
}
