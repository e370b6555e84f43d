// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.api.mime.HeaderField;
import org.postern.api.mime.MediaType;
import org.postern.api.mime.OctetRange;
import org.postern.api.mime.Part;
import org.postern.api.mime.PartSource;
import org.postern.api.mime.TransferEncoding;
import org.postern.api.spool.Octets;

/**
 * A message of which nothing is known but where its header ends, so that its body can be replaced though the reader of
 * messages fails on it. Looks at lines only.
 */
final class UnreadMessage {
    private static final int MOST_HEADER = 1 << 20;

    private final byte[] head;
    private final List<HeaderField> fields = new ArrayList<>();
    private int at;

    private UnreadMessage(byte[] head) {
        this.head = head;
    }

    /** @return the message: its fields up to the first empty line, or 1 MiB, and the rest as its body */
    static Part root(Octets message) throws IOException {
        byte[] head;
        try (InputStream in = message.open(0, Math.min(MOST_HEADER, message.size()))) {
            head = in.readAllBytes();
        }
        return new UnreadMessage(head).part(message);
    }

    private Part part(Octets message) {
        int body = head.length;
        int header = head.length;
        while (at < head.length) {
            int line = at;
            at = endOfLine(line);
            if (isEmpty(line, at)) {
                header = line;
                body = at;
                break;
            }
            add(line, at);
        }
        return new Part(
                "0",
                new PartSource.Original(message),
                new OctetRange(0, message.size()),
                new OctetRange(0, header),
                new OctetRange(body, message.size()),
                fields,
                new MediaType("application", "octet-stream", Map.of()),
                TransferEncoding.IDENTITY,
                Optional.empty(),
                List.of());
    }

    private int endOfLine(int from) {
        int end = from;
        while (end < head.length && head[end] != '\n') {
            end++;
        }
        return Math.min(head.length, end + 1);
    }

    private boolean isEmpty(int line, int end) {
        return head[line] == '\n' || end - line == 2 && head[line] == '\r' && head[line + 1] == '\n';
    }

    private void add(int line, int end) {
        int last = fields.size() - 1;
        if (head[line] == ' ' || head[line] == '\t') {
            if (last >= 0 && fields.get(last).range().end() == line) {
                HeaderField folded = fields.get(last);
                fields.set(
                        last,
                        new HeaderField(
                                folded.name(), new OctetRange(folded.range().start(), end)));
            }
            return;
        }
        StringBuilder name = new StringBuilder();
        for (int i = line; i < end && head[i] > ' ' && head[i] != ':'; i++) {
            name.append((char) head[i]);
        }
        int colon = line + name.length();
        while (colon < end && (head[colon] == ' ' || head[colon] == '\t')) {
            colon++;
        }
        if (name.length() > 0 && colon < end && head[colon] == ':') {
            fields.add(new HeaderField(name.toString(), new OctetRange(line, end)));
        }
    }
}
