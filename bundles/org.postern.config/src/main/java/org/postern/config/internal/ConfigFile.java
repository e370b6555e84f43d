// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.felix.utils.properties.Properties;

/**
 * A configuration file as read: {@code key = value}, the comments with it.
 *
 * @param name its name
 * @param text all of it
 * @param values the values as written, by key, in the file's order
 */
record ConfigFile(FileName name, String text, Map<String, String> values) {
    /** Larger than any sensible file by far. */
    static final int MAX_OCTETS = 1 << 20;

    private static final Pattern OPEN_END = Pattern.compile("(^|[^\\\\])(\\\\\\\\)*\\\\\\s*\\z");
    private static final Pattern TRAILING_BLANKS = Pattern.compile("[ \\t]+(?=\\r?\\n|\\z)");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    ConfigFile {
        values = Map.copyOf(values);
    }

    String file() {
        return name.toString();
    }

    /** Reads a file; comments stay in {@link #text()}. */
    static ConfigFile parse(String file, byte[] octets) throws RefusedException {
        var name = FileName.parse(file);
        if (octets.length > MAX_OCTETS) {
            throw new RefusedException(file, "at most " + MAX_OCTETS + " octets");
        }
        var text = decode(file, octets);
        try {
            return new ConfigFile(name, text, values(file, text));
        } catch (IOException noneInMemory) {
            throw new UncheckedIOException(noneInMemory);
        }
    }

    private static String decode(String file, byte[] octets) throws RefusedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException otherCharset) {
            throw new RefusedException(file, "not UTF-8; save the file in that encoding");
        }
    }

    private static Map<String, String> values(String file, String text) throws IOException, RefusedException {
        // Blanks at the end of a line cannot be seen; who wants them writes \\u0020.
        var content = TRAILING_BLANKS
                .matcher(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)
                .replaceAll("");
        if (OPEN_END.matcher(content).find()) {
            throw new RefusedException(file, "the last line ends with a backslash, and no line follows");
        }
        var parsed = new Properties(false);
        try {
            parsed.load(new StringReader(content));
            refuseRepeatedKeys(file, content);
        } catch (IllegalArgumentException badEscape) {
            throw new RefusedException(file, "a \\u is not followed by four hexadecimal digits");
        }
        return parsed;
    }

    /** {@link Properties} keeps the last of several values without a word. */
    private static void refuseRepeatedKeys(String file, String content) throws IOException, RefusedException {
        var lines = new LinkedHashMap<String, Integer>();
        try (var reader = new Properties.PropertiesReader(new StringReader(content), false)) {
            while (reader.nextProperty()) {
                var key = reader.getPropertyName();
                var before = lines.put(key, reader.getLineNumber());
                if (before != null) {
                    throw new RefusedException(
                            file,
                            "the key " + Shown.of(key) + " stands in line " + before + " and in line "
                                    + reader.getLineNumber() + "; leave one");
                }
            }
        }
    }
}
