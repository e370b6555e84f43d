// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.mail.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.activation.CommandMap;
import jakarta.activation.DataContentHandler;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.api.alert.Alert;
import org.postern.api.alert.Alert.Fact;
import org.postern.api.alert.AlertFailure;

@Timeout(60)
class RelayTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final List<InternetAddress> ADMINS =
            List.of(Addresses.parse("admin@example.org"), Addresses.parse("J\u00f6rg <joerg@example.org>"));

    @TempDir
    private Path directory;

    private static Alert alert(String title, String fileName) {
        return new Alert(
                "virusFound",
                "admins",
                NOW,
                NOW,
                1,
                title,
                List.of(new Fact("Malware", "Win.Worm"), new Fact("File name", fileName)),
                List.of("Do something."));
    }

    private static final Alert WORM = alert("Malware found: Win.Worm (from ann@example.org)", "a.exe");

    private static Settings settings(int port, Tls tls, Optional<Settings.Login> login) {
        return new Settings(
                "127.0.0.1",
                port,
                Addresses.parse("Postern <postern@example.org>"),
                tls,
                login,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
    }

    private static Settings plain(Sink sink) {
        return settings(sink.port(), Tls.NONE, Optional.empty());
    }

    private static AlertFailure failure(Settings settings) {
        return catchThrowableOfType(AlertFailure.class, () -> new Relay(settings).send(WORM, ADMINS));
    }

    private static MimeMessage received(List<String> session) throws Exception {
        int from = session.indexOf("DATA") + 1;
        String text = session.subList(from, session.indexOf(".")).stream()
                .map(line -> line.startsWith(".") ? line.substring(1) : line)
                .collect(Collectors.joining("\r\n", "", "\r\n"));
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private static String text(MimeMessage message) throws Exception {
        try (InputStream in = message.getInputStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** T61, T62. */
    @Test
    void sendsFromTheNullSenderToThoseConfiguredAndSaysThatNobodyWroteIt() throws Exception {
        try (Sink sink = new Sink()) {
            new Relay(plain(sink)).send(WORM, ADMINS);

            List<String> session = sink.next();
            assertThat(session)
                    .containsSubsequence(
                            "MAIL FROM:<>",
                            "RCPT TO:<admin@example.org>",
                            "RCPT TO:<joerg@example.org>",
                            "DATA",
                            ".",
                            "QUIT");
            MimeMessage message = received(session);
            assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(message.getHeader("From")).containsExactly("Postern <postern@example.org>");
            assertThat(message.getAllRecipients()).containsExactlyElementsOf(ADMINS);
            assertThat(message.getSubject()).isEqualTo("[postern] Malware found: Win.Worm (from ann@example.org)");
            assertThat(message.getMessageID()).matches("<[0-9a-f-]{36}@example\\.org>");
            assertThat(message.getSentDate()).isNotNull();
            assertThat(message.getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
            assertThat(text(message))
                    .startsWith("Malware found: Win.Worm")
                    .contains("  Malware:    Win.Worm\r\n", "Do something.", "alert rule \"admins\"");
        }
    }

    /** T51. */
    @Test
    void letsNoTextOfAMailIntoTheHeader() throws Exception {
        String evil =
                "x\r\nBcc: victim@example.org\r\n\r\n.\r\nMAIL FROM:<evil@example.org>\u0085\u2028\u202e \u00fc\u4e2d =?UTF-8?Q?=0D=0ABcc:_a@b.test?=";
        try (Sink sink = new Sink()) {
            new Relay(plain(sink)).send(alert(evil, evil), ADMINS);

            List<String> session = sink.next();
            MimeMessage message = received(session);
            assertThat(session.stream().filter(line -> line.startsWith("MAIL FROM")))
                    .hasSize(1);
            assertThat(session.stream().filter(line -> line.equals("."))).hasSize(1);
            assertThat(session).noneMatch(line -> line.startsWith("Bcc") || line.length() > 990);
            assertThat(message.getHeader("Bcc")).isNull();
            assertThat(message.getHeader("Subject")[0]).matches("[\\x00-\\x7f]*");
            assertThat(message.getSubject()).contains("x  Bcc: victim@example.org", "\u00fc\u4e2d");
            assertThat(text(message)).contains("\u00fc\u4e2d");
        }
    }

    /** The trap of the platform's one CommandMap: nothing is looked up, whoever has set one, and by whatever loader. */
    @Test
    void needsNoCommandMapAndNoContextClassLoader() throws Exception {
        CommandMap before = CommandMap.getDefaultCommandMap();
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        try (Sink sink = new Sink()) {
            CommandMap.setDefaultCommandMap(new NoCommands());
            thread.setContextClassLoader(new ClassLoader(null) {});

            new Relay(plain(sink)).send(WORM, ADMINS);

            assertThat(text(received(sink.next()))).contains("Win.Worm");
            assertThat(CommandMap.getDefaultCommandMap()).isInstanceOf(NoCommands.class);
            assertThat(thread.getContextClassLoader()).isNotEqualTo(loader);
        } finally {
            CommandMap.setDefaultCommandMap(before);
            thread.setContextClassLoader(loader);
        }
    }

    @Test
    void tellsTemporaryFromPermanentFailures() throws Exception {
        try (Sink sink = new Sink().replying("DATA", "451 4.3.0 later")) {
            assertThat(failure(plain(sink)).isTemporary()).isTrue();
        }
        try (Sink sink = new Sink().replying(".", "554 5.7.1 spam <script>")) {
            assertThat(failure(plain(sink)))
                    .hasMessageEndingWith("answers 554")
                    .hasMessageNotContaining("script")
                    .satisfies(failure -> assertThat(failure.isTemporary()).isFalse());
        }
        try (Sink sink = new Sink().replying("RCPT", "550 5.1.1 unknown")) {
            assertThat(failure(plain(sink)).isTemporary()).isFalse();
        }
        try (Sink sink = new Sink()
                .replying("RCPT TO:<ADMIN", "550 5.1.1 unknown")
                .replying("RCPT TO:<JOERG", "450 4.2.0 greylisted")) {
            assertThat(failure(plain(sink)).isTemporary()).isTrue();
        }
        try (Sink sink = new Sink().replying("EHLO", "421 4.3.2 no").replying("HELO", "421 4.3.2 no")) {
            assertThat(failure(plain(sink)).isTemporary()).isTrue();
        }
    }

    @Test
    void sendsToTheOthersWhenOneReaderIsUnknown() throws Exception {
        try (Sink sink = new Sink().replying("RCPT TO:<ADMIN", "550 5.1.1 unknown")) {
            new Relay(plain(sink)).send(WORM, ADMINS);

            assertThat(sink.next()).contains("RCPT TO:<joerg@example.org>", "DATA");
        }
    }

    @Test
    void doesNotWaitForARelayThatSaysNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Settings settings = new Settings(
                    "127.0.0.1",
                    silent.getLocalPort(),
                    Addresses.parse("a@example.org"),
                    Tls.NONE,
                    Optional.empty(),
                    Duration.ofMillis(300),
                    Duration.ofMillis(300));
            long began = System.nanoTime();

            AlertFailure failure = failure(settings);

            assertThat(failure.isTemporary()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void sendsNothingInTheClearWhereStartTlsIsDemanded() throws Exception {
        try (Sink sink = new Sink()) {
            AlertFailure failure = failure(settings(sink.port(), Tls.STARTTLS, Optional.of(login("0600-file"))));

            assertThat(failure.isTemporary()).isTrue();
            assertThat(sink.next()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    @Test
    void securesTheConnectionAndThenLogsIn() throws Exception {
        SSLContext context = new Certificate(directory, "ip:127.0.0.1").context();
        for (Tls tls : List.of(Tls.STARTTLS, Tls.IMPLICIT)) {
            try (Sink sink = new Sink(Optional.of(context), tls == Tls.IMPLICIT)) {
                Settings settings = settings(sink.port(), tls, Optional.of(login("password-" + tls)));

                new Relay(settings, Optional.of(context.getSocketFactory())).send(WORM, ADMINS);

                List<String> session = sink.next();
                assertThat(session).as("%s", tls).anyMatch(line -> line.startsWith("+AUTH PLAIN"));
                assertThat(session).contains("+MAIL FROM:<>", "+.");
                assertThat(session)
                        .allMatch(line -> line.startsWith("+")
                                || tls == Tls.STARTTLS && (line.startsWith("EHLO") || line.equals("STARTTLS")));
            }
        }
    }

    @Test
    void trustsNoCertificateForAnotherNameNorOneThatNobodyVouchesFor() throws Exception {
        SSLContext other = new Certificate(directory, "dns:other.example.org").context();
        SSLContext unknown = new Certificate(directory, "ip:127.0.0.1").context();
        for (Tls tls : List.of(Tls.STARTTLS, Tls.IMPLICIT)) {
            try (Sink sink = new Sink(Optional.of(other), tls == Tls.IMPLICIT)) {
                Relay relay =
                        new Relay(settings(sink.port(), tls, Optional.empty()), Optional.of(other.getSocketFactory()));
                AlertFailure failure = catchThrowableOfType(AlertFailure.class, () -> relay.send(WORM, ADMINS));

                assertThat(failure).as("%s", tls).isNotNull();
                assertThat(sink.next()).noneMatch(line -> line.contains("MAIL FROM"));
            }
            try (Sink sink = new Sink(Optional.of(unknown), tls == Tls.IMPLICIT)) {
                assertThat(failure(settings(sink.port(), tls, Optional.empty())))
                        .isNotNull();
                assertThat(sink.next()).noneMatch(line -> line.contains("MAIL FROM"));
            }
        }
    }

    /** T56. */
    @Test
    void readsAPasswordOnlyFromAFileThatOthersCannotRead() throws Exception {
        Settings.Login open = login("open");
        Files.setPosixFilePermissions(open.passwordFile(), PosixFilePermissions.fromString("rw-r-----"));
        Path link = directory.resolve("link");
        Files.createSymbolicLink(link, login("target").passwordFile());
        try (Sink sink = new Sink()) {
            assertThat(failure(settings(sink.port(), Tls.NONE, Optional.of(open))))
                    .hasMessageContaining("chmod 600");
            assertThat(failure(settings(sink.port(), Tls.NONE, Optional.of(new Settings.Login("u", link)))))
                    .hasMessageContaining("no plain small file");
            assertThat(failure(settings(
                            sink.port(), Tls.NONE, Optional.of(new Settings.Login("u", directory.resolve("none"))))))
                    .hasMessageContaining("cannot be read");
        }
    }

    @Test
    void keepsThePasswordOutOfWhatItSays() throws Exception {
        try (Sink sink = new Sink().replying("AUTH", "535 5.7.8 no")) {
            AlertFailure failure = failure(settings(sink.port(), Tls.NONE, Optional.of(login("wrong"))));

            assertThat(failure).hasMessageContaining("refuses the login").hasMessageNotContaining("tr0ub4dor");
            assertThat(failure.isTemporary()).isTrue();
        }
    }

    private Settings.Login login(String name) throws Exception {
        Path file = directory.resolve(name);
        Files.writeString(file, "tr0ub4dor\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return new Settings.Login("postern", file);
    }

    private static final class NoCommands extends CommandMap {
        private static AssertionError asked() {
            return new AssertionError("the command map was asked");
        }

        @Override
        public jakarta.activation.CommandInfo[] getPreferredCommands(String mimeType) {
            throw asked();
        }

        @Override
        public jakarta.activation.CommandInfo[] getAllCommands(String mimeType) {
            throw asked();
        }

        @Override
        public jakarta.activation.CommandInfo getCommand(String mimeType, String name) {
            throw asked();
        }

        @Override
        public DataContentHandler createDataContentHandler(String mimeType) {
            throw asked();
        }
    }
}
