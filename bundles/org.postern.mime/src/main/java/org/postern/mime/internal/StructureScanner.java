// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.api.mime.Part;
import org.postern.api.mime.PartSource;
import org.postern.api.mime.TransferEncoding;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.spool.Octets;
import org.postern.mime.internal.Frame.State;
import org.postern.mime.internal.HeaderBlock.Line;

/**
 * Makes one reading of a message: one pass over its lines and over each body that has to be decoded; no recursion, whatever is
 * nested in what (M08).
 */
final class StructureScanner implements Unwrapping.Reading {
    private final Limits limits;
    private final Set<Choice> active;
    private final Notes notes;
    private final ContentFields contentFields;
    private final Unwrapping unwrapping;
    private final List<Node> nodes = new ArrayList<>();
    private final Deque<Node> toDecode = new ArrayDeque<>();

    private OpenParts open;
    private PartSource source;
    private long lastContentEnd;
    private LineEnds lineEnds;
    private int fields;
    private boolean stopped;

    /** @param size how many octets the message has */
    StructureScanner(Limits limits, Set<Choice> active, Notes notes, DecodedBodies bodies, long size) {
        this.limits = limits;
        this.active = active;
        this.notes = notes;
        this.contentFields = new ContentFields(limits, active, notes);
        this.unwrapping = new Unwrapping(active, notes, bodies, limits.decodedOctets(size), this);
        this.open = new OpenParts(active, notes);
        this.lineEnds = new LineEnds(notes);
        this.source = new PartSource.Original(Octets.of(new byte[0]));
    }

    Part scan(Octets message) throws IOException {
        begin(new PartSource.Original(message));
        Node root = Node.message(source);
        pushHeader(root);
        lines();
        boolean more = true;
        while (more && !stopped) {
            if (toDecode.isEmpty()) {
                more = unwrapping.next();
            } else {
                decoded(toDecode.remove());
            }
        }
        return build();
    }

    private void begin(PartSource octets) {
        source = octets;
        open = new OpenParts(active, notes);
        lineEnds = new LineEnds(notes);
        lastContentEnd = 0;
    }

    private void decoded(Node node) throws IOException {
        for (PartSource body : unwrapping.bodies(node)) {
            if (!stopped) {
                decoded(node, body);
            }
        }
    }

    private void decoded(Node node, PartSource body) throws IOException {
        begin(body);
        if (node.content.mediaType().isMultipart()) {
            Frame frame = Frame.decodedBody(node);
            open.push(frame);
            enterMultipart(frame, 0);
        } else {
            pushHeader(node.child(source, 0));
        }
        lines();
    }

    private void lines() throws IOException {
        try (Lines lines = new Lines(source.octets().open(), source.octets().size(), active)) {
            while (!stopped && lines.next()) {
                Optional<OpenParts.Match> delimiter = open.match(lines);
                if (delimiter.isPresent()) {
                    lineEnds.delimiter(lines);
                    delimiter(delimiter.get(), lines);
                } else {
                    line(lines);
                }
                if (!stopped && open.top().isWatching()) {
                    open.top().watch.passOver(lines, open.hasDelimiters());
                }
                lineEnds.passed(lines);
                lastContentEnd = lines.contentEnd();
            }
        }
        close(open.all(), source.octets().size());
    }

    private void delimiter(OpenParts.Match match, Lines line) throws IOException {
        Frame multipart = match.frame();
        long contentEnd = match.from() > 0 ? line.start() + match.from() : lastContentEnd;
        if (match.from() > 0) {
            open.top().watch.cut(line);
        }
        close(open.above(multipart, false), contentEnd);
        if (multipart.isArea()) {
            area(multipart, contentEnd);
        }
        if (match.closes() && !active.contains(Choice.CLOSE_BEGINS_PART)) {
            multipart.area(State.EPILOGUE, line.end(), limits);
        } else {
            multipart.state = State.PARTS;
            beginPart(multipart, line, match.to());
        }
    }

    /** @param from where in the line the part's header begins; negative if it begins in the next one */
    private void beginPart(Frame multipart, Lines line, int from) {
        pushHeader(multipart.node.child(source, from < 0 ? line.end() : line.start() + from));
        if (from >= 0) {
            Frame part = open.top();
            part.header.add(line, from);
            part.node.headerEnd = line.end();
        }
    }

    private void line(Lines line) throws IOException {
        boolean again = true;
        while (again && !stopped) {
            Frame top = open.top();
            if (top.state == State.HEADER) {
                again = headerLine(top, line);
            } else {
                again = false;
                bodyLine(top, line);
            }
        }
    }

    /** @return whether the line is no part of the header and has to be looked at again */
    private boolean headerLine(Frame frame, Lines line) {
        lineEnds.structural(line);
        if (line.end() - frame.node.start > limits.headerOctets()) {
            stop("a header of more than " + limits.headerOctets() + " octets");
            return false;
        }
        if (line.isBlank()) {
            if (line.contentEnd() > line.start()) {
                notes.met(Choice.WHITE_LINE_ENDS_HEADER);
            }
            if (line.contentEnd() == line.start() || active.contains(Choice.WHITE_LINE_ENDS_HEADER)) {
                endHeader(frame, line.start(), line.end());
                return false;
            }
        }
        Line kind = frame.header.add(line);
        if (kind == Line.TOO_LONG) {
            stop("a Content field of more than " + limits.fieldOctets() + " octets");
        } else if (kind == Line.MALFORMED && endsHeader(frame, line)) {
            endHeader(frame, line.start(), line.start());
            return true;
        } else if (kind == Line.FIELD && ++fields > limits.fields()) {
            stop("more than " + limits.fields() + " header fields");
        }
        frame.node.headerEnd = line.end();
        return false;
    }

    private boolean endsHeader(Frame frame, Lines line) {
        boolean mailboxLine = line.startsWith("From ") || line.startsWith(">From ");
        if (mailboxLine && line.start() == frame.node.start) {
            return false;
        }
        notes.met(Choice.MALFORMED_LINE_DECIDES_OTHERWISE);
        return frame.header.size() == 0 != active.contains(Choice.MALFORMED_LINE_DECIDES_OTHERWISE);
    }

    private void endHeader(Frame frame, long headerEnd, long bodyStart) {
        Node node = frame.node;
        node.headerEnd = headerEnd;
        node.bodyStart = bodyStart;
        interpret(frame);
        boolean multipart = node.content.mediaType().isMultipart();
        if (isEncodedComposite(node, LeafWatch.NOTHING)) {
            frame.state = State.BODY;
            frame.watch = new LeafWatch(node.content, limits.parts());
        } else if (multipart && !(guesses(node) && active.contains(Choice.GUESS_OTHERWISE))) {
            enterMultipart(frame, bodyStart);
        } else if (node.content.mediaType().isMessage()) {
            frame.state = State.MESSAGE;
            pushHeader(node.child(source, bodyStart));
        } else {
            frame.state = State.BODY;
            frame.watch = new LeafWatch(node.content, limits.parts());
        }
    }

    private void interpret(Frame frame) {
        frame.node.fields = frame.header.fields();
        frame.node.content = contentFields.read(frame.header, frame.node.inDigest, frame.node.inherited);
        Opacity.remark(frame.node.content.mediaType(), notes);
    }

    private boolean guesses(Node node) {
        boolean missing = node.content.boundary().isEmpty();
        if (missing) {
            notes.met(Choice.GUESS_OTHERWISE);
        }
        return missing;
    }

    /** RFC 2045 section 6.4 forbids it, programs differ. A field is no base64: a message without one can be read in one way only. */
    private boolean isEncodedComposite(Node node, LeafWatch watch) {
        boolean multipart = node.content.mediaType().isMultipart();
        boolean message = node.content.mediaType().isMessage();
        if (node.content.isIdentity() || !multipart && !message) {
            return false;
        }
        Choice choice = multipart ? Choice.MULTIPART_IS_NOT_ENCODED : Choice.MESSAGE_IS_NOT_ENCODED;
        if (multipart || node.content.encoding() != TransferEncoding.BASE64 || watch.beginsWithField()) {
            notes.met(choice);
        }
        return !active.contains(choice);
    }

    private void enterMultipart(Frame frame, long from) {
        frame.area(State.PREAMBLE, from, limits);
        frame.node.content.boundary().ifPresent(boundary -> open.delimit(frame, boundary));
    }

    private void bodyLine(Frame frame, Lines line) throws IOException {
        if (frame.state == State.EPILOGUE && line.startsLike("content-t")) {
            notes.met(Choice.CLOSE_BEGINS_PART);
        }
        boolean dashes = frame.state == State.PREAMBLE && line.startsWith("--") && line.trimmedLength() > 2;
        if (dashes) {
            frame.dashesSeen = true;
            boolean guess = frame.delimiter.isEmpty() || active.contains(Choice.GUESS_OTHERWISE);
            if (guess && line.length() <= limits.fieldOctets()) {
                guessed(frame, line);
                return;
            }
        }
        frame.watch.line(line);
    }

    /** The first line that could be a delimiter is taken for one. */
    private void guessed(Frame frame, Lines line) throws IOException {
        lineEnds.delimiter(line);
        area(frame, lastContentEnd);
        open.delimit(frame, line.text(2, line.trimmedLength()));
        frame.state = State.PARTS;
        pushHeader(frame.node.child(source, line.end()));
    }

    private void area(Frame frame, long to) throws IOException {
        if (frame.watch.begun() && to > frame.areaStart) {
            Node leaf = frame.node.area(frame.state == State.PREAMBLE, source, frame.areaStart, to);
            added(leaf);
            unwrapping.over(leaf, frame.watch);
        }
    }

    private void pushHeader(Node node) {
        added(node);
        open.push(Frame.header(node, limits));
    }

    @Override
    public void message(Node node) {
        toDecode.add(node);
    }

    @Override
    public void added(Node node) {
        nodes.add(node);
        if (node.depth > limits.nesting()) {
            stop("nested more than " + limits.nesting() + " deep");
        }
        if (nodes.size() > limits.parts()) {
            stop("more than " + limits.parts() + " parts");
        }
    }

    private void stop(String why) {
        notes.unscannable(UnscannableReason.LIMITS, why);
        stopped = true;
    }

    /** Ends open parts, of which the first is the outermost. */
    private void close(List<Frame> frames, long contentEnd) throws IOException {
        if (frames.isEmpty()) {
            return;
        }
        long end = Math.max(contentEnd, frames.get(0).decoded ? 0 : frames.get(0).node.start);
        for (Frame frame : frames) {
            boolean hasHeader = !frame.decoded && frame.node.headerEnd > frame.node.start;
            end = hasHeader ? Math.max(end, frame.node.headerEnd) : end;
        }
        for (int i = frames.size() - 1; i >= 0; i--) {
            Frame frame = frames.get(i);
            open.pop();
            if (i > 0 && frame.node.start >= end && frame.header.size() == 0) {
                frames.get(i - 1).node.withdraw(frame.node);
            } else {
                closed(frame, end);
            }
        }
    }

    private void closed(Frame frame, long end) throws IOException {
        Node node = frame.node;
        if (!frame.decoded) {
            node.end = end;
            node.bodyStart = frame.state == State.HEADER ? node.headerEnd : Math.min(node.bodyStart, end);
        }
        if (frame.state == State.HEADER) {
            interpret(frame);
        } else if (frame.isArea()) {
            if (frame.dashesSeen && frame.state == State.PREAMBLE) {
                notes.met(Choice.GUESS_OTHERWISE);
            }
            area(frame, end);
        } else if (frame.state == State.BODY && isEncodedComposite(node, frame.watch)) {
            toDecode.add(node);
        } else if (frame.state == State.BODY) {
            unwrapping.over(node, frame.watch);
        }
    }

    /** Children were made after their parents: from the last to the first each finds its own parts made. */
    private Part build() {
        for (int i = nodes.size() - 1; i > 0; i--) {
            nodes.get(i).build();
        }
        return nodes.get(0).build();
    }
}
