// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.util.ArrayList;
import java.util.List;

/** Lists as Metatype and our files write them: separated by commas; a backslash takes the next character as it is. */
final class CommaList {
    private CommaList() {}

    /**
     * @param written a list; nothing but white space is an empty one
     * @return its values without the white space around them
     * @throws IllegalArgumentException if a value is empty
     */
    static List<String> split(String written) {
        if (written.isBlank()) {
            return List.of();
        }
        var values = new ArrayList<String>();
        var value = new StringBuilder();
        for (var i = 0; i < written.length(); i++) {
            var c = written.charAt(i);
            if (c == '\\' && i + 1 < written.length()) {
                value.append(written.charAt(++i));
            } else if (c == ',') {
                add(values, value);
            } else {
                value.append(c);
            }
        }
        add(values, value);
        return values;
    }

    private static void add(List<String> values, StringBuilder value) {
        var text = value.toString().strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty value in a list");
        }
        values.add(text);
        value.setLength(0);
    }
}
