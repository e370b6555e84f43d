// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.api.mime.MediaType;
import org.postern.api.mime.OctetRange;

/** Text in which engines would not find words as its octets stand, told by its charset or its byte order mark (M13). */
final class TextCharset {
    private TextCharset() {}

    /** @return the text in UTF-8: nothing where it is so already, twice where nobody knows which octet comes first */
    static List<Find> finds(MediaType type, OctetRange range, byte[] head) {
        List<Find> finds = new ArrayList<>();
        for (Coding coding : codings(type, head)) {
            finds.add(Find.file("utf", "", range, coding));
        }
        return finds;
    }

    private static List<Coding> codings(MediaType type, byte[] head) {
        if (!type.type().equals("text")) {
            return List.of();
        }
        int mark = head.length < 2 ? 0 : (head[0] & 0xff) << 8 | head[1] & 0xff;
        if (mark == 0xfffe) {
            return List.of(Coding.UTF_16LE);
        }
        if (mark == 0xfeff) {
            return List.of(Coding.UTF_16BE);
        }
        String charset = type.parameter("charset").orElse("").strip().toLowerCase(Locale.ROOT);
        return switch (charset) {
            case "utf-16le" -> List.of(Coding.UTF_16LE);
            case "utf-16be" -> List.of(Coding.UTF_16BE);
            case "utf-16", "utf16", "unicode", "ucs-2", "iso-10646-ucs-2" -> List.of(Coding.UTF_16LE, Coding.UTF_16BE);
            case "utf-7", "utf7", "unicode-1-1-utf-7", "unicode-2-0-utf-7", "x-unicode-2-0-utf-7", "csunicode11utf7" ->
                List.of(Coding.UTF_7);
            default -> List.of();
        };
    }
}
