// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * T03, T14, T15, T16, T44: real clients fetch a large mailbox from a real server. What they write down is compared, message by
 * message and octet by octet, with what the same client writes down that fetches from the server itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class Pop3ClientsIT {
    static final int MESSAGES = 1000;
    private static final String ACCOUNT = "ann";

    private final List<String> messages = messages();
    private Path folder;
    private PrivateDovecot dovecot;
    private RunningGateway gateway;

    private static List<String> messages() {
        try {
            return new MixedMailbox(MESSAGES).messages();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeAll
    void start() throws Exception {
        folder = Files.createTempDirectory("postern-clients");
        dovecot = PrivateDovecot.start();
        dovecot.deliver(ACCOUNT, messages);
        gateway = RunningGateway.beforePop3(dovecot.address()).start();
    }

    @AfterAll
    void stop() throws Exception {
        gateway.close();
        dovecot.close();
        Folders.delete(folder);
    }

    @Order(1)
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FETCHMAIL_EMPTYING")
    void getsEachOctetThatTheServerGives(Pop3Program program) throws Exception {
        Path direct = folder.resolve(program + "-direct");
        Path through = folder.resolve(program + "-through");

        Map<Integer, String> given = fetched(program, dovecot.port(), direct);
        Map<Integer, String> arrived = fetched(program, gateway.port(), through);

        assertThat(given).as("what is fetched from the server itself").hasSize(MESSAGES);
        compare(given, arrived);
        if (program == Pop3Program.POPLIB) {
            assertThat(Pop3Program.listings(through)).hasSameBinaryContentAs(Pop3Program.listings(direct)); // T15
            given.forEach((number, message) -> assertThat(message.equals(onTheWire(messages.get(number))))
                    .as("message %s as it lies in the mailbox", number)
                    .isTrue());
        }
    }

    /** A line of a mailbox ends in LF, which comes as CRLF as does a CR LF; the last line always has its end. */
    private static String onTheWire(String message) {
        String sent = message.replace("\r\r\n", "\r\n");
        return sent.endsWith("\r\n") ? sent : sent + "\r\n";
    }

    @Test
    @Order(2)
    void keepsOneCopyOfWhatManyFetch() throws IOException { // T44
        long infected = messages.stream()
                .filter(message -> MixedMailbox.isInfected(MixedMailbox.numberOf(message)))
                .count();

        List<String> kept = Quarantined.in(gateway.base()).stream()
                .map(original -> new String(original, ISO_8859_1))
                .toList();

        assertThat(kept.size()).isEqualTo((int) infected);
        for (String copy : kept) {
            assertThat(copy.equals(messages.get(MixedMailbox.numberOf(copy)))).isTrue();
        }
    }

    @Test
    @Order(3)
    void deletesWhatTheClientHas() throws Exception {
        Path through = folder.resolve("emptying");

        assertThat(fetched(Pop3Program.FETCHMAIL_EMPTYING, gateway.port(), through))
                .hasSize(MESSAGES);
        Until.holds("an empty mailbox", Duration.ofSeconds(10), () -> dovecot.count(ACCOUNT) == 0);
    }

    private void compare(Map<Integer, String> direct, Map<Integer, String> through) {
        assertThat(through.keySet()).isEqualTo(direct.keySet());
        List<String> different = new ArrayList<>();
        direct.forEach((number, message) -> {
            String arrived = through.get(number);
            boolean asExpected =
                    MixedMailbox.isInfected(number) ? isReplaced(message, arrived) : arrived.equals(message);
            if (!asExpected) {
                different.add(number + ", of " + message.length() + " octets: " + shortened(arrived));
            }
        });
        assertThat(different).isEmpty();
    }

    /** All that stands around the infected part is as it was; a client may have written LF for CRLF. */
    private static boolean isReplaced(String original, String arrived) {
        int start = original.indexOf("X-Own-Field: stays");
        start = original.indexOf("Content-Type: application/", Math.max(0, start));
        int next = original.indexOf("\n--=_outer 1", start);
        String before = original.substring(0, start);
        String after = next < 0 ? "" : original.substring(original.charAt(next - 1) == '\r' ? next - 1 : next);
        return start > 0
                && arrived.startsWith(before)
                && arrived.endsWith(after)
                && arrived.indexOf("postern-notice", before.length()) > 0
                && !arrived.contains(Mail.base64(Mail.eicar()).substring(0, 40));
    }

    private static String shortened(String message) {
        return message.substring(0, Math.min(300, message.length()));
    }

    private Map<Integer, String> fetched(Pop3Program program, int port, Path into) throws Exception {
        long began = System.nanoTime();
        Command ran = program.fetch(new Pop3Program.Mailbox(port, ACCOUNT, 60), into);
        System.out.printf("%s: %d ms%n", into.getFileName(), (System.nanoTime() - began) / 1_000_000);
        assertThat(ran.exit()).as("%s: %s", program, ran.output()).isZero();
        Map<Integer, String> messagesByNumber = new TreeMap<>();
        try (Stream<Path> files = Files.walk(into)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String message = Files.readString(file, ISO_8859_1);
                assertThat(messagesByNumber.put(MixedMailbox.numberOf(message), message))
                        .as("one file for a message, not %s", file)
                        .isNull();
            }
        }
        return messagesByNumber;
    }
}
