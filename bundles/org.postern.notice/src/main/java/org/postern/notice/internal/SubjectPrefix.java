// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.notice.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts a prefix into a Subject field; whatever else stands in it stays as it is, octet for octet. */
final class SubjectPrefix {
    private static final int LINE = 78;
    private static final String CRLF = "\r\n";

    private final String prefix;

    /** @param prefix control characters in it are dropped */
    SubjectPrefix(String prefix) {
        this.prefix = CleanText.of(prefix);
    }

    byte[] addTo(byte[] field) {
        if (prefix.isEmpty()) {
            return field.clone();
        }
        if (field.length == 0) {
            return octets("Subject: " + String.join(CRLF + " ", words("")) + CRLF);
        }
        String text = new String(field, StandardCharsets.ISO_8859_1);
        int value = text.indexOf(':') + 1;
        if (value == 0 || hasPrefix(text.substring(value))) {
            return field.clone();
        }
        while (value < text.length() && isWhite(text.charAt(value))) {
            value++;
        }
        return octets(inserted(text.substring(0, value), text.substring(value)));
    }

    private String inserted(String before, String rest) {
        String ending = ending(rest);
        String fold = (ending.isEmpty() ? CRLF : ending) + " ";
        String name = before.endsWith(":") ? before + " " : before;
        String words = String.join(fold, words(rest));
        String firstLine = rest.lines().findFirst().orElse("");
        if (firstLine.isEmpty()) {
            return name + words + rest;
        }
        int lastFold = words.lastIndexOf(fold);
        int line = firstLine.length() + 1 + (lastFold < 0 ? name.length() + words.length() : words.length() - lastFold);
        return name + words + (line > LINE ? fold : " ") + rest;
    }

    /** Plain where it can be. White space between two encoded words is not shown, so it has to stand in the first one. */
    private List<String> words(String rest) {
        boolean plain = prefix.chars().allMatch(character -> character < 0x7f) && !prefix.contains("=?");
        if (plain) {
            return List.of(prefix);
        }
        return EncodedWords.encode(rest.stripLeading().startsWith("=?") ? prefix + " " : prefix);
    }

    private boolean hasPrefix(String value) {
        String unfolded = value.replace("\r", "").replace("\n", "").strip();
        String utf8 = new String(unfolded.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return utf8.startsWith(prefix) || EncodedWords.decode(utf8).strip().startsWith(prefix);
    }

    /** @return how the field's lines end */
    private static String ending(String text) {
        if (text.endsWith(CRLF)) {
            return CRLF;
        }
        boolean bare = text.endsWith("\n") || text.endsWith("\r");
        return bare ? text.substring(text.length() - 1) : "";
    }

    private static boolean isWhite(char character) {
        return character == ' ' || character == '\t';
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
