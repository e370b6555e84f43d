// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postern.mime.internal.Corpus;

/** The corpus of the MIME reader on its whole way, by both protocols, whichever engine there is: M01 to M06, M10, M13. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CorpusExpectations {
    private static final int SESSIONS = 6;
    private static final Pattern DIGEST = Pattern.compile(" sha256=([0-9a-f]{64}) ");
    private static final Pattern UNSCANNABLE = Pattern.compile("unscannable: (\\w+), .*");

    /** Where no notice can stand: no program shows it, and it has no header. */
    private static final Pattern BESIDE_THE_PARTS = Pattern.compile("eicar \\S+\\.(pre|epi)\\b\\S*");

    private final List<Corpus.Message> hidden = new ArrayList<>();
    private final List<Corpus.Message> clean = new ArrayList<>();
    private KeepingServer smtp;
    private MailboxServer mailbox;
    private int pop3Port;
    private RunningGateway gateway;

    /** Gives the gateway the engine that is to be tried. */
    abstract RunningGateway with(RunningGateway gateway) throws Exception;

    @BeforeAll
    void start() throws Exception {
        hidden.addAll(Corpus.in(Corpus.HIDDEN));
        clean.addAll(Corpus.in(Corpus.CLEAN));
        clean.addAll(Corpus.in(Corpus.ODD));
        smtp = new KeepingServer();
        List<String> messages = new ArrayList<>();
        hidden.forEach(message -> messages.add(text(message)));
        clean.forEach(message -> messages.add(text(message)));
        mailbox = new MailboxServer(messages);
        pop3Port = Ports.free();
        gateway = with(RunningGateway.before(smtp.address())
                .with("--pop3", "127.0.0.1:" + pop3Port + "=" + mailbox.address()));
        gateway.start();
    }

    @AfterAll
    void stop() throws Exception {
        gateway.close();
        smtp.close();
        mailbox.close();
    }

    /**
     * What became of a message.
     *
     * @param sent as it came to the gateway
     * @param left what left instead of it, or why nothing did
     * @param logged its line in the mail log
     */
    private record Fate(Corpus.Message message, String sent, String left, String logged) {
        boolean isRefused() {
            return logged.contains(" action=refused ");
        }

        @Override
        public String toString() {
            return message.name() + "\n  " + logged + "\n  " + left.replace("\r\n", "\n  ");
        }
    }

    @Test
    void whatIsHiddenIsNotRelayed() throws Exception {
        leavesWithoutEicar(relayed(hidden), "554 5.7.1");
    }

    @Test
    void whatIsHiddenIsNotFetched() throws Exception {
        leavesWithoutEicar(fetched(hidden, 0), "-ERR");
    }

    @Test
    void whatIsCleanIsRelayedOctetForOctet() throws Exception {
        leavesAsItCame(relayed(clean));
    }

    @Test
    void whatIsCleanIsFetchedOctetForOctet() throws Exception {
        leavesAsItCame(fetched(clean, hidden.size()));
    }

    private void leavesWithoutEicar(List<Fate> fates, String refusal) throws Exception {
        Map<String, String> left = new TreeMap<>();
        fates.stream()
                .filter(fate -> !fate.isRefused())
                .forEach(fate -> left.put(fate.message().name(), fate.left()));
        Set<String> kept = new HashSet<>();
        Quarantined.in(gateway.base()).forEach(octets -> kept.add(new String(octets, ISO_8859_1)));

        assertThat(fates).hasSizeGreaterThanOrEqualTo(250);
        assertThat(failing(fates, fate -> fate.logged().contains("=infected("))).isEmpty();
        assertThat(failing(fates, fate -> kept.contains(fate.sent()))).isEmpty();
        assertThat(failing(fates, fate -> !fate.isRefused() || fate.left().startsWith(refusal)))
                .isEmpty();
        assertThat(failing(fates, fate -> fate.isRefused() || isReplaced(fate))).isEmpty();
        assertThat(Sweep.of(left)).isEmpty();
        assertThat(left).as("what can be replaced is").hasSize(fates.size());
    }

    private static boolean isReplaced(Fate fate) {
        boolean beside = fate.left().contains("\r\n[removed by the mail gateway]\r\n")
                && fate.message().expected().stream()
                        .filter(line -> line.startsWith("eicar "))
                        .allMatch(line -> BESIDE_THE_PARTS.matcher(line).matches());
        return fate.logged().contains(" action=replaced ")
                && (beside || fate.left().contains("postern-notice"));
    }

    private static void leavesAsItCame(List<Fate> fates) {
        assertThat(fates).hasSizeGreaterThanOrEqualTo(150);
        assertThat(failing(fates, fate -> !denied(fate).isEmpty() || fate.left().equals(fate.sent())))
                .isEmpty();
        assertThat(failing(
                        fates,
                        fate -> denied(fate).isEmpty()
                                || isReplaced(fate) && fate.logged().contains(denied(fate))))
                .isEmpty();
        assertThat(fates)
                .as("nearly all pass")
                .filteredOn(fate -> denied(fate).isEmpty())
                .hasSizeGreaterThan(140);
    }

    /** @return why it cannot be scanned, if the shipped profile says that it does not pass then */
    private static String denied(Fate fate) {
        return fate.message().expected().stream()
                .map(UNSCANNABLE::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .filter(reason -> !reason.equals("encryptedMessage"))
                .findFirst()
                .orElse("");
    }

    private static List<Fate> failing(List<Fate> fates, Predicate<Fate> holds) {
        return fates.stream().filter(holds.negate()).toList();
    }

    /** Sends them by DATA, or in a chunk what does not end a line. */
    private List<Fate> relayed(List<Corpus.Message> messages) throws Exception {
        Map<String, String> left = new ConcurrentHashMap<>();
        inSessions(messages, these -> relay(these, left));
        return fates(messages, left, "proto=smtp", UnaryOperator.identity());
    }

    private void relay(List<Corpus.Message> messages, Map<String, String> left) throws IOException {
        try (RawClient client = new RawClient(gateway.port())) {
            client.expect("220");
            client.say("EHLO client.test").expect("250");
            for (Corpus.Message message : messages) {
                String text = text(message);
                boolean lines = MailboxServer.given(text).equals(text);
                client.say("MAIL FROM:<sender@example.net> BODY=" + (lines ? "8BITMIME" : "BINARYMIME"))
                        .expect("250");
                client.say("RCPT TO:<recipient@example.org>").expect("250");
                if (lines) {
                    client.say("DATA").expect("354");
                    client.out().write(MailboxServer.stuffed(text).getBytes(ISO_8859_1));
                } else {
                    client.chunk(text, true);
                }
                String reply = client.expect("");
                left.put(message.name(), reply.startsWith("250") ? smtp.taken(reply.strip()) : reply);
            }
        }
    }

    private interface Session {
        void hold(List<Corpus.Message> messages) throws IOException;
    }

    /** Each session has a share of the messages; together they take the time that the gateway needs and not their own. */
    private static void inSessions(List<Corpus.Message> messages, Session session) throws Exception {
        int share = (messages.size() + SESSIONS - 1) / SESSIONS;
        List<Callable<Void>> all = new ArrayList<>();
        for (int from = 0; from < messages.size(); from += share) {
            List<Corpus.Message> these = messages.subList(from, Math.min(messages.size(), from + share));
            all.add(() -> {
                session.hold(these);
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
        try {
            for (Future<Void> one : threads.invokeAll(all, 120, TimeUnit.SECONDS)) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** @param before how many messages lie before them in the mailbox */
    private List<Fate> fetched(List<Corpus.Message> messages, int before) throws Exception {
        Map<String, String> left = new ConcurrentHashMap<>();
        inSessions(messages, these -> fetch(these, left, before + messages.indexOf(these.get(0))));
        return fates(messages, left, "proto=pop3", MailboxServer::given);
    }

    private void fetch(List<Corpus.Message> messages, Map<String, String> left, int before) throws IOException {
        try (Pop3Login through = new Pop3Login(pop3Port, "hal")) {
            for (int i = 0; i < messages.size(); i++) {
                String status = through.ask("RETR " + (before + i + 1));
                left.put(messages.get(i).name(), status.startsWith("+OK") ? through.rest() : status);
            }
        }
    }

    private List<Fate> fates(
            List<Corpus.Message> messages, Map<String, String> left, String protocol, UnaryOperator<String> sending)
            throws Exception {
        Map<String, String> sent = new LinkedHashMap<>();
        for (Corpus.Message message : messages) {
            sent.put(message.name(), sending.apply(text(message)));
        }
        assertThat(sent).as("names are of one message each").hasSameSizeAs(messages);
        Set<String> digests = new HashSet<>();
        for (String text : sent.values()) {
            digests.add(digest(text));
        }
        Map<String, String> lines = Until.present(
                "the mail log of all messages",
                Duration.ofSeconds(10),
                () -> Optional.of(logged(protocol))
                        .filter(logged -> logged.keySet().containsAll(digests)));
        List<Fate> fates = new ArrayList<>();
        for (Corpus.Message message : messages) {
            String text = sent.get(message.name());
            fates.add(new Fate(message, text, left.get(message.name()), lines.get(digest(text))));
        }
        return fates;
    }

    /** @return the lines of the mail log by the digest of the message */
    private Map<String, String> logged(String protocol) throws IOException {
        Map<String, String> lines = new HashMap<>();
        gateway.mailLog().lines().filter(line -> line.contains(protocol)).forEach(line -> {
            Matcher digest = DIGEST.matcher(line);
            if (digest.find()) {
                lines.put(digest.group(1), line);
            }
        });
        return lines;
    }

    private static String text(Corpus.Message message) {
        return new String(message.octets(), ISO_8859_1);
    }

    private static String digest(String text) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(ISO_8859_1)));
    }
}
