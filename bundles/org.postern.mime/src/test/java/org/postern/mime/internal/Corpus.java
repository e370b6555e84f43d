// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The messages that lie beside these tests, for tests of other modules too. */
public final class Corpus {
    /** Odd ones, none of which hides anything. One a file, and all of its structure as it is expected to be read. */
    public static final String ODD = "corpus";

    /** Each of them hides the EICAR test file. */
    public static final String HIDDEN = "hidden";

    /** Clean ones that are hard to read. */
    public static final String CLEAN = "clean";

    private static final String EXPECTED = "=== expected\n";

    private Corpus() {}

    /**
     * A message.
     *
     * @param name the name of its file and its own
     * @param octets as it goes over the wire
     * @param expected what is expected of the reader, line by line
     */
    public record Message(String name, byte[] octets, List<String> expected) {}

    /** @return all messages of a folder */
    public static List<Message> in(String folder) throws IOException, URISyntaxException {
        URI folders = Corpus.class.getResource("/" + folder).toURI();
        if (!folders.getScheme().equals("jar")) {
            return in(Path.of(folders), folder);
        }
        try (FileSystem jar = FileSystems.newFileSystem(folders, Map.of())) {
            return in(jar.getPath("/" + folder), folder);
        }
    }

    private static List<Message> in(Path path, String folder) throws IOException {
        List<Message> messages = new ArrayList<>();
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.sorted().toList()) {
                String name = folder + "/" + file.getFileName().toString().replace(".txt", "");
                if (folder.equals(ODD)) {
                    messages.add(odd(Files.readString(file, StandardCharsets.UTF_8), name));
                } else {
                    Written.in(file)
                            .forEach(written -> messages.add(
                                    new Message(name + ", " + written.name(), written.message(), written.expected())));
                }
            }
        }
        return messages;
    }

    private static Message odd(String text, String name) {
        int split = text.indexOf(EXPECTED);
        List<String> expected =
                text.substring(split + EXPECTED.length()).lines().toList();
        return new Message(name, octets(text.substring(0, split)), expected);
    }

    /** Lines end in CRLF; some characters stand for octets, and a backslash at a line's end takes away its CRLF. */
    private static byte[] octets(String text) {
        return text.replace("\\\n", "\1")
                .replace("\n", "\r\n")
                .replace("\1", "")
                .replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\0", "\0")
                .getBytes(StandardCharsets.UTF_8);
    }
}
