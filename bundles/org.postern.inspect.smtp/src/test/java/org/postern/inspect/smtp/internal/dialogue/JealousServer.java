// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Watches one connection to a server that says anything: commands are commands, and content comes when a 354 asked for it. */
final class JealousServer {
    private static final Set<String> VERBS = Set.of(
            "EHLO",
            "HELO",
            "MAIL",
            "RCPT",
            "DATA",
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
    private static final Pattern CHUNKING =
            Pattern.compile("\\d{3}[ -]CHUNKING([ \t=].*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern LAST_LINE = Pattern.compile("\\d{3}( .*)?", Pattern.DOTALL);

    private final Set<String> forbidden;
    private final StringBuilder said = new StringBuilder();
    private final StringBuilder commands = new StringBuilder();
    private final StringBuilder content = new StringBuilder();
    private String lastVerb = "";
    /** Of the first reply since the last command, 0 when there was none. */
    private int code;

    private String expected = "";
    private boolean contentTaken;
    /** Of the reply that is not whole. */
    private final List<String> lines = new ArrayList<>();

    private boolean chunking;

    /** @param forbidden commands that it is never to see */
    JealousServer(Set<String> forbidden) {
        this.forbidden = forbidden;
    }

    /** @return whether it agreed to TLS, in reply to STARTTLS */
    boolean hasAgreedToTls() {
        return lastVerb.equals("STARTTLS") && code == 220;
    }

    /** @return whether it agreed, and said nothing behind that (T06) */
    boolean awaitsTls() {
        return hasAgreedToTls() && said.isEmpty() && lines.isEmpty();
    }

    /** TLS stands. */
    void secured() {
        lastVerb = "";
        code = 0;
        chunking = false;
    }

    /** What the server says. */
    void says(String octets) {
        said.append(octets);
        for (int end = said.indexOf("\n"); end >= 0; end = said.indexOf("\n")) {
            String line = said.substring(0, end).replaceFirst("\r$", "");
            said.delete(0, end + 1);
            lines.add(line);
            if (!LAST_LINE.matcher(line).matches()) {
                continue;
            }
            if (code == 0) {
                code = Integer.parseInt(line.substring(0, 3));
                greets();
            }
            lines.clear();
        }
    }

    private void greets() {
        if (code / 100 == 2 && Set.of("EHLO", "HELO").contains(lastVerb)) {
            chunking = lastVerb.equals("EHLO")
                    && lines.stream()
                            .skip(1)
                            .anyMatch(line -> CHUNKING.matcher(line).matches());
        }
    }

    void takesCommands(String octets) {
        commands.append(octets);
        for (int end = commands.indexOf("\r\n"); end >= 0; end = commands.indexOf("\r\n")) {
            String line = commands.substring(0, end);
            commands.delete(0, end + 2);
            takesCommand(line);
        }
        assertThat(commands.toString()).as("a command that was not ended").isEmpty();
    }

    private void takesCommand(String line) {
        assertThat(line).as("a command").doesNotContain("\r", "\n", "\0");
        if (lastVerb.equals("STARTTLS")) {
            assertThat(code).as("the reply to STARTTLS, before " + line).isNotIn(0, 220);
        }
        if (lastVerb.equals("DATA")) {
            assertThat(code).as("the reply to DATA, before " + line).isNotIn(0, 354);
        }
        boolean continuation = lastVerb.equals("AUTH") && code == 334;
        if (!continuation) {
            lastVerb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
            assertThat(VERBS).contains(lastVerb);
            assertThat(forbidden).doesNotContain(lastVerb);
        }
        code = 0;
        contentTaken = false;
    }

    /** @param asData whether it came by DATA; what came by BDAT leaves so (T12) */
    void contentBegins(byte[] message, boolean asData) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        if (asData) {
            assertThat(lastVerb).as("what precedes content").isEqualTo("DATA");
            assertThat(code).as("the reply to DATA").isEqualTo(354);
            String ended = text.isEmpty() || text.endsWith("\r\n") ? text : text + "\r\n";
            expected = ("\r\n" + ended).replace("\r\n.", "\r\n..").substring(2) + ".\r\n";
        } else {
            assertThat(chunking).as("chunks were offered").isTrue();
            assertThat(code).as("the reply to " + lastVerb).isNotZero();
            expected = "BDAT " + message.length + " LAST\r\n" + text;
        }
        content.setLength(0);
        code = 0;
        lastVerb = "";
    }

    void takesContent(String octets) {
        content.append(octets);
        assertThat(expected).as("what was processed").startsWith(content.toString());
        contentTaken = content.toString().equals(expected);
    }

    /** @return whether the last thing it got was a whole message, and it said yes */
    boolean hasAccepted() {
        return contentTaken && code / 100 == 2;
    }
}
