// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The stack of open parts, and which of them a line delimits (RFC 2046 section 5.1.1). */
final class OpenParts {
    /**
     * A boundary delimiter line.
     *
     * @param frame the multipart
     * @param closes whether no further part follows
     * @param from where in the line it begins
     * @param to where in the line what belongs to the next part begins; negative if nothing does
     */
    record Match(Frame frame, boolean closes, int from, int to) {
        Match(Frame frame, boolean closes) {
            this(frame, closes, 0, -1);
        }
    }

    /** Only so many are compared one by one: the rest is found by hash, so that near misses stay cheap (M08). */
    private static final int COMPARED = 8;

    /** Longer ones are not looked for inside lines. */
    private static final int LONGEST_NEEDLE = 1000;

    private final Set<Choice> active;
    private final Notes notes;
    private final List<Frame> stack = new ArrayList<>();
    private final Map<String, List<Frame>> byDelimiter = new HashMap<>();
    private int longest;

    OpenParts(Set<Choice> active, Notes notes) {
        this.active = active;
        this.notes = notes;
    }

    boolean isEmpty() {
        return stack.isEmpty();
    }

    boolean hasDelimiters() {
        return !byDelimiter.isEmpty();
    }

    Frame top() {
        return stack.get(stack.size() - 1);
    }

    void push(Frame frame) {
        stack.add(frame);
    }

    /** @return the frames above this one and, if wanted, itself; the outermost first */
    List<Frame> above(Frame frame, boolean inclusive) {
        int index = stack.lastIndexOf(frame);
        return List.copyOf(stack.subList(inclusive ? index : index + 1, stack.size()));
    }

    List<Frame> all() {
        return List.copyOf(stack);
    }

    void pop() {
        forget(stack.remove(stack.size() - 1));
    }

    private void forget(Frame frame) {
        frame.delimiter.ifPresent(delimiter -> {
            List<Frame> same = byDelimiter.get(delimiter);
            same.remove(frame);
            if (same.isEmpty()) {
                byDelimiter.remove(delimiter);
            }
        });
    }

    /** Gives a multipart its delimiter, two hyphens and the boundary, in the place of any it had. */
    void delimit(Frame frame, String boundary) {
        forget(frame);
        String delimiter = "--" + boundary;
        frame.delimiter = Optional.of(delimiter);
        frame.needle = delimiter.length() > LONGEST_NEEDLE ? Optional.empty() : Optional.of(new Needle(delimiter));
        longest = Math.max(longest, delimiter.length());
        List<Frame> same = byDelimiter.computeIfAbsent(delimiter, any -> new ArrayList<>());
        if (same.stream().anyMatch(Frame::isOpenMultipart)) {
            notes.met(Choice.OUTER_BOUNDARY_WINS);
        }
        same.add(frame);
    }

    /** @return what the line delimits, if anything */
    Optional<Match> match(Lines line) {
        if (byDelimiter.isEmpty()) {
            return Optional.empty();
        }
        if (!line.startsWith("--")) {
            return insideMatch(line);
        }
        int length = line.trimmedLength();
        if (length > longest + 2) {
            return prefixMatch(line).or(() -> insideMatch(line));
        }
        String text = line.text(0, length);
        Optional<Match> delimiter = exact(text, false);
        Optional<Match> close = text.endsWith("--") ? exact(text.substring(0, length - 2), true) : Optional.empty();
        if (delimiter.isPresent() && close.isPresent()) {
            notes.ambiguous("a boundary that is another one's closing line");
        }
        return delimiter.or(() -> close).or(() -> prefixMatch(line)).or(() -> insideMatch(line));
    }

    private Optional<Match> exact(String delimiter, boolean closes) {
        List<Frame> same = byDelimiter.getOrDefault(delimiter, List.of());
        List<Frame> open = same.stream().filter(Frame::isOpenMultipart).toList();
        if (!open.isEmpty()) {
            int index = active.contains(Choice.OUTER_BOUNDARY_WINS) ? 0 : open.size() - 1;
            return Optional.of(new Match(open.get(index), closes));
        }
        if (same.isEmpty() || closes) {
            return Optional.empty();
        }
        notes.met(Choice.CLOSED_GOES_ON);
        return active.contains(Choice.CLOSED_GOES_ON)
                ? Optional.of(new Match(same.get(same.size() - 1), false))
                : Optional.empty();
    }

    private Optional<Match> prefixMatch(Lines line) {
        boolean wanted = active.contains(Choice.PREFIX_IS_BOUNDARY);
        if (!wanted && notes.choices().contains(Choice.PREFIX_IS_BOUNDARY)) {
            return Optional.empty();
        }
        int compared = 0;
        for (int i = stack.size() - 1; i >= 0 && compared < COMPARED; i--) {
            Frame frame = stack.get(i);
            if (!frame.isOpenMultipart() || frame.delimiter.isEmpty()) {
                continue;
            }
            compared++;
            String delimiter = frame.delimiter.get();
            if (line.startsLike(delimiter)) {
                notes.met(Choice.PREFIX_IS_BOUNDARY);
                return wanted ? Optional.of(match(frame, line, 0)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Programs that split the text of a multipart at its delimiter do so wherever it stands (M02). */
    private Optional<Match> insideMatch(Lines line) {
        boolean wanted = active.contains(Choice.INSIDE_IS_BOUNDARY);
        if (!wanted && notes.choices().contains(Choice.INSIDE_IS_BOUNDARY) || !line.hasHyphensInside()) {
            return Optional.empty();
        }
        int compared = 0;
        for (int i = stack.size() - 1; i >= 0 && compared < COMPARED; i--) {
            Frame frame = stack.get(i);
            if (!frame.isOpenMultipart() || frame.needle.isEmpty()) {
                continue;
            }
            compared++;
            int from = frame.needle.get().in(line);
            if (from > 0) {
                notes.met(Choice.INSIDE_IS_BOUNDARY);
                return wanted ? Optional.of(match(frame, line, from)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Match match(Frame frame, Lines line, int from) {
        int to = from + frame.delimiter.map(String::length).orElse(0);
        boolean closes = to + 1 < line.length() && line.at(to) == '-' && line.at(to + 1) == '-';
        String rest = closes ? "" : line.text(to, line.length());
        int field = rest.length() - rest.stripLeading().length();
        return new Match(frame, closes, from, rest.indexOf(':') > field ? to + field : -1);
    }
}
