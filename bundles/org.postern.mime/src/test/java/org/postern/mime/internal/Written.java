// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A message of {@code corpus/hidden} or {@code corpus/clean}, as it is written there: {@code === name}, the message's lines, each
 * of which gets CRLF, then lines of what is expected, each behind {@code ==> }.
 *
 * <p>In the lines {@code \r}, {@code \n}, {@code \0} and {@code \xHH} stand for the octet; a backslash at the end takes away the CRLF.
 * {@code @words} are {@link Encoders}, the last one first; {@code @words begin} encodes the lines up to {@code @end}.
 */
record Written(String name, byte[] message, List<String> expected) {
    private static final String CRLF = "\r\n";

    /** @return all messages of a file */
    static List<Written> in(Path file) throws IOException {
        List<Written> all = new ArrayList<>();
        String name = "";
        List<String> lines = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (String line : Files.readString(file, StandardCharsets.UTF_8).split("\n")) {
            if (line.startsWith("=== ")) {
                if (!name.isEmpty()) {
                    all.add(new Written(name, octets(lines), List.copyOf(expected)));
                }
                name = line.substring(4);
                lines.clear();
                expected.clear();
            } else if (line.startsWith("==> ")) {
                expected.add(line.substring(4));
            } else if (!name.isEmpty()) {
                lines.add(line);
            }
        }
        all.add(new Written(name, octets(lines), List.copyOf(expected)));
        return all;
    }

    private record Block(String encoders, ByteArrayOutputStream octets) {}

    private static byte[] octets(List<String> lines) {
        Deque<Block> open = new ArrayDeque<>();
        open.push(new Block("", new ByteArrayOutputStream()));
        for (String line : lines) {
            if (line.equals("@end")) {
                Block block = open.pop();
                open.element()
                        .octets()
                        .writeBytes(
                                Encoders.apply(block.encoders(), block.octets().toByteArray()));
            } else if (line.startsWith("@") && line.endsWith(" begin")) {
                open.push(new Block(line.substring(1, line.length() - 6), new ByteArrayOutputStream()));
            } else if (line.startsWith("@")) {
                open.element().octets().writeBytes(Encoders.apply(line.substring(1), new byte[0]));
            } else {
                open.element().octets().writeBytes(unescaped(line));
            }
        }
        return open.pop().octets().toByteArray();
    }

    private static byte[] unescaped(String line) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        byte[] raw = line.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '\\') {
                octets.write(raw[i]);
            } else if (i == raw.length - 1) {
                return octets.toByteArray();
            } else {
                i++;
                switch (raw[i]) {
                    case 'r' -> octets.write('\r');
                    case 'n' -> octets.write('\n');
                    case '0' -> octets.write(0);
                    case 'x' -> {
                        octets.write(Integer.parseInt(new String(raw, i + 1, 2, StandardCharsets.US_ASCII), 16));
                        i += 2;
                    }
                    default -> octets.write(raw[i]);
                }
            }
        }
        octets.writeBytes(CRLF.getBytes(StandardCharsets.US_ASCII));
        return octets.toByteArray();
    }
}
