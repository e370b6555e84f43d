// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.record.internal.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;

/**
 * One line of {@code key=value} pairs. Values are quoted where they must be, control and unprintable characters appear
 * as \\xNN, and each value is bounded: no text out of a mail can fake a line, a field or a terminal's colours (T53).
 */
final class LogLine {
    private static final int MOST_VALUE = 512;

    private final StringBuilder line = new StringBuilder(256);

    LogLine add(String key, String value) {
        return add(key, value, MOST_VALUE);
    }

    LogLine add(String key, long value) {
        return add(key, Long.toString(value));
    }

    LogLine add(String key, InetSocketAddress address) {
        return add(key, text(address));
    }

    /** @param most how many characters of the value are shown, before escaping */
    LogLine add(String key, String value, int most) {
        String escaped = escape(value.length() <= most ? value : value.substring(0, most) + "...");
        boolean quoted =
                value.isEmpty() || !escaped.equals(value) || escaped.indexOf(' ') >= 0 || escaped.indexOf('=') >= 0;
        if (line.length() > 0) {
            line.append(' ');
        }
        line.append(key).append('=');
        if (quoted) {
            line.append('"').append(escaped).append('"');
        } else {
            line.append(escaped);
        }
        return this;
    }

    /** Without asking a name server. */
    private static String text(InetSocketAddress address) {
        String host = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static String escape(String value) {
        if (isPlain(value)) {
            return value;
        }
        StringBuilder escaped = new StringBuilder(value.length() + 16);
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                escaped.append('\\').append((char) c);
            } else if (isShown(c)) {
                escaped.appendCodePoint(c);
            } else {
                for (byte octet : new String(Character.toChars(c)).getBytes(UTF_8)) {
                    escaped.append(String.format("\\x%02x", octet));
                }
            }
        });
        return escaped.toString();
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Beyond ASCII only letters and digits: no marks that turn or hide what stands beside them. */
    private static boolean isShown(int c) {
        return c >= ' ' && c < 0x7f || c > 0x7f && Character.isLetterOrDigit(c);
    }

    @Override
    public String toString() {
        return line.toString();
    }
}
