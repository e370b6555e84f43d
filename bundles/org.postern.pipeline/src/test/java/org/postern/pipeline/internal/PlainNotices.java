// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postern.api.notice.Notice;
import org.postern.api.notice.NoticeWriter;

/** Writes notices that are easily found again. */
final class PlainNotices implements NoticeWriter {
    static final String FIELDS = "Content-Type: text/plain; charset=us-ascii; notice=1\r\nContent-Language: en\r\n";

    private final List<Notice> written = new ArrayList<>();

    List<Notice> written() {
        return written;
    }

    static String body(String... whys) {
        return "[[removed: " + String.join(", ", whys) + "]]\r\n";
    }

    @Override
    public Replacement write(Notice notice) {
        written.add(notice);
        String whys = notice.removed().stream().map(Notice.Removed::why).collect(Collectors.joining(", "));
        return new Replacement(FIELDS.getBytes(ISO_8859_1), body(whys).getBytes(ISO_8859_1));
    }

    @Override
    public byte[] prefixSubject(byte[] field, String prefix) {
        String text = new String(field, ISO_8859_1);
        if (text.isEmpty()) {
            return ("Subject: " + prefix + "\r\n").getBytes(ISO_8859_1);
        }
        int colon = text.indexOf(':');
        return (text.substring(0, colon + 1) + " " + prefix + text.substring(colon + 1)).getBytes(ISO_8859_1);
    }
}
