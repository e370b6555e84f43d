// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * A server that answers at whim and demands of its client a valid dialogue, to the octet. Its replies wait until they are
 * fetched. {@link LaxReader} then reads the same octets as sloppier servers would.
 */
final class ModelServer {
    private static final Set<String> VERBS = Set.of(
            "EHLO",
            "HELO",
            "MAIL",
            "RCPT",
            "DATA",
            "BDAT",
            "RSET",
            "NOOP",
            "QUIT",
            "VRFY",
            "EXPN",
            "HELP",
            "AUTH",
            "STARTTLS",
            "XCLIENT",
            "XFORWARD");
    private static final Set<String> ALONE = Set.of("DATA", "BDAT", "EHLO", "HELO", "AUTH", "STARTTLS", "XCLIENT");

    /**
     * A message that it got whole.
     *
     * @param content without dots that were added
     * @param chunk whether it came by BDAT
     */
    record Message(String content, boolean chunk) {}

    private enum Mode {
        COMMANDS,
        AUTH,
        DATA,
        CHUNK,
        /** It agreed to TLS: nothing in clear comes any more. */
        HANDSHAKE,
        /** It gave a 354 that nobody asked for, and takes everything for content. */
        MAD
    }

    private final IntUnaryOperator whim;
    private final ModelExtensions extensions;
    private final StringBuilder transcript = new StringBuilder();
    private final StringBuilder unread = new StringBuilder();
    private final StringBuilder replies = new StringBuilder("220 model\r\n");
    private final List<Integer> codes = new ArrayList<>();
    private final List<String> verbs = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private int accepted;
    private int recipients;
    private int chunkSize;
    private boolean pipelining;
    private boolean chunking;
    private boolean binary;
    private boolean babbled;
    private Mode mode = Mode.COMMANDS;

    /**
     * @param settings of the session
     * @param whim gives a number below its argument; 0 is the friendliest
     */
    ModelServer(Map<String, String> settings, IntUnaryOperator whim) {
        this.whim = whim;
        this.extensions = new ModelExtensions(settings, whim);
    }

    /** Takes octets from the gateway. */
    void take(String octets) {
        assertThat(mode == Mode.MAD && !babbled && replies.isEmpty() ? octets : "")
                .as("what is sent once the 354 to the wrong command was seen")
                .isEmpty();
        assertThat(mode == Mode.HANDSHAKE ? octets : "")
                .as("what is sent in clear behind STARTTLS")
                .isEmpty();
        transcript.append(octets);
        unread.append(octets);
        boolean more = true;
        while (more) {
            more = switch (mode) {
                case COMMANDS, AUTH -> takeLine();
                case DATA -> takeMessage();
                case CHUNK -> takeChunk();
                case MAD, HANDSHAKE -> false;
            };
        }
    }

    private boolean takeLine() {
        int end = unread.indexOf("\r\n");
        if (end < 0) {
            return false;
        }
        String line = unread.substring(0, end);
        unread.delete(0, end + 2);
        assertThat(line).as("a command").doesNotContain("\r", "\n", "\0");
        if (mode == Mode.AUTH) {
            verbs.add("continuation");
            mode = Mode.COMMANDS;
            auth();
            return true;
        }
        String verb = line.split(" ", 2)[0];
        assertThat(VERBS).contains(verb);
        if (!babbled && (!pipelining || ALONE.contains(verb))) {
            assertThat(replies.toString())
                    .as("replies that were not awaited before " + verb)
                    .isEmpty();
        }
        extensions.takes(verb, line, !babbled);
        if (verb.equals("BDAT")) {
            chunk(line);
        } else {
            verbs.add(verb);
            int before = codes.size();
            answer(verb);
            boolean yes = codes.get(before) == 250;
            binary = verb.equals("MAIL") && yes ? line.contains("BINARYMIME") : binary;
        }
        return true;
    }

    private void chunk(String line) {
        assertThat(line).as("a chunk").matches("BDAT \\d+ LAST");
        assertThat(chunking).as("chunks were offered before " + line).isTrue();
        assertThat(babbled || recipients > 0)
                .as("a recipient was accepted before " + line)
                .isTrue();
        chunkSize = Integer.parseInt(line.split(" ")[1]);
        mode = Mode.CHUNK;
    }

    private void answer(String verb) {
        if (!verb.equals("DATA") && whim.applyAsInt(60) == 59) {
            reply(354, "what");
            mode = Mode.MAD;
            return;
        }
        boolean yes = whim.applyAsInt(8) < 7;
        switch (verb) {
            case "EHLO" -> {
                pipelining = whim.applyAsInt(3) < 2;
                chunking = whim.applyAsInt(5) < 4;
                List<String> lines = new ArrayList<>(List.of("model", "BINARYMIME"));
                lines.add(pipelining ? "PIPELINING" : "HELP");
                lines.add(chunking ? "CHUNKING" : "X");
                lines.addAll(List.of(extensions.keywords()));
                reply(250, lines.toArray(String[]::new));
                extensions.greeted();
                recipients = 0;
            }
            case "HELO" -> {
                pipelining = false;
                chunking = false;
                reply(250, "model");
                recipients = 0;
            }
            case "RCPT" -> {
                recipients += yes ? 1 : 0;
                reply(yes ? 250 : 550, "rcpt");
            }
            case "DATA" -> {
                assertThat(babbled || recipients > 0)
                        .as("a recipient was accepted before DATA")
                        .isTrue();
                assertThat(binary && !babbled).as("binary content by DATA").isFalse();
                mode = yes ? Mode.DATA : Mode.COMMANDS;
                reply(yes ? 354 : 451, "data");
            }
            case "RSET" -> {
                recipients = 0;
                reply(250, "reset");
            }
            case "AUTH" -> auth();
            case "STARTTLS" -> {
                mode = yes ? Mode.HANDSHAKE : Mode.COMMANDS;
                reply(yes ? 220 : 454, "tls");
            }
            case "XCLIENT" -> {
                recipients = yes ? 0 : recipients;
                if (yes) {
                    forgetExtensions();
                    extensions.introduced();
                }
                reply(yes ? 220 : 550, "model");
            }
            case "QUIT" -> reply(221, "bye");
            default -> reply(yes ? 250 : 450, "many", "lines");
        }
    }

    private void forgetExtensions() {
        pipelining = false;
        chunking = false;
        recipients = 0;
        binary = false;
    }

    /** @return whether it agreed to TLS, and that was read */
    boolean awaitsTls() {
        return mode == Mode.HANDSHAKE && (replies.isEmpty() || babbled);
    }

    /** TLS stands. */
    void secured() {
        mode = Mode.COMMANDS;
        forgetExtensions();
        extensions.secured();
    }

    private void auth() {
        int outcome = whim.applyAsInt(3);
        mode = outcome == 0 ? Mode.AUTH : Mode.COMMANDS;
        reply(outcome == 0 ? 334 : outcome == 1 ? 535 : 235, "auth");
    }

    private boolean takeMessage() {
        boolean empty = unread.indexOf(".\r\n") == 0;
        int end = empty ? 0 : unread.indexOf("\r\n.\r\n") + 2;
        if (end < 2 && !empty) {
            return false;
        }
        String stuffed = unread.substring(0, end);
        unread.delete(0, end + 3);
        String content = ("\r\n" + stuffed).replace("\r\n.", "\r\n").substring(2);
        took(new Message(content, false));
        return true;
    }

    private boolean takeChunk() {
        if (unread.length() < chunkSize) {
            return false;
        }
        String content = unread.substring(0, chunkSize);
        unread.delete(0, chunkSize);
        verbs.add("BDAT"); // which has no reply before
        if (whim.applyAsInt(60) == 59) {
            reply(354, "what");
            mode = Mode.MAD;
            return true;
        }
        took(new Message(content, true));
        return true;
    }

    private void took(Message message) {
        messages.add(message);
        mode = Mode.COMMANDS;
        boolean yes = whim.applyAsInt(4) < 3;
        // who refuses a chunk may go on waiting for others
        recipients = yes || !message.chunk() || whim.applyAsInt(2) == 0 ? 0 : recipients;
        accepted += yes ? 1 : 0;
        reply(yes ? 250 : 554, "done");
    }

    private void reply(int code, String... texts) {
        codes.add(code);
        for (int i = 0; i < texts.length; i++) {
            replies.append(code)
                    .append(i == texts.length - 1 ? ' ' : '-')
                    .append(texts[i])
                    .append("\r\n");
        }
    }

    /** A reply that nothing asked for. Who gets it cannot know so, when a command of his is on its way. */
    void sayByItself(String reply) {
        babbled = true;
        replies.append(reply).append("\r\n");
    }

    /** @return up to so many octets of its replies */
    String fetch(int most) {
        int length = Math.min(most, replies.length());
        String fetched = replies.substring(0, length);
        replies.delete(0, length);
        return fetched;
    }

    /** @return the messages that it got whole */
    List<Message> messages() {
        return messages;
    }

    /** @return how many of them it accepted */
    int accepted() {
        return accepted;
    }

    List<String> verbs() {
        return verbs;
    }

    List<Integer> codes() {
        return codes;
    }

    String transcript() {
        return transcript.toString();
    }

    boolean babbled() {
        return babbled;
    }

    boolean isMad() {
        return mode == Mode.MAD;
    }
}
