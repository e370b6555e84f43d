// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** M07, M08, M09: a bomb is replaced for its limits, by both protocols, and holds up nobody else. */
class BombIT {
    private static final Duration MOST = Duration.ofSeconds(2);

    private static PrivatePostfix postfix;
    private static PrivateDovecot dovecot;
    private static RunningGateway gateway;
    private static int pop3Port;

    @BeforeAll
    static void start() throws Exception {
        postfix = PrivatePostfix.start();
        dovecot = PrivateDovecot.start();
        pop3Port = Ports.free();
        gateway = RunningGateway.before(postfix.address())
                .with("--pop3", "127.0.0.1:" + pop3Port + "=" + dovecot.address());
        gateway.start();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        dovecot.close();
        postfix.close();
    }

    @TestFactory
    List<DynamicTest> isReplacedByBothProtocols() throws Exception {
        sendSmall(); // what is done for the first time takes longer
        List<DynamicTest> tests = new ArrayList<>();
        for (Map.Entry<String, String> bomb : Bombs.messages().entrySet()) {
            tests.add(DynamicTest.dynamicTest(bomb.getKey() + ", SMTP", () -> isReplacedOnItsWay(bomb.getValue())));
            tests.add(DynamicTest.dynamicTest(bomb.getKey() + ", POP3", () -> isReplacedWhenFetched(bomb.getValue())));
        }
        return tests;
    }

    private static void isReplacedOnItsWay(String bomb) throws Exception {
        Command sent = whileOthersSend(() -> Swaks.send(gateway.port(), bomb));

        assertThat(sent.exit()).as(sent.output()).isZero();
        String arrived = new String(postfix.await(markerOf(bomb)), ISO_8859_1);
        assertThat(arrived.length()).isLessThan(20_000);
        assertThat(arrived).contains("postern-notice");
        assertThat(gateway.mailLogLine("size=" + bomb.length(), "to=recipient@example.org"))
                .contains("action=replaced", "limits");
    }

    private static void isReplacedWhenFetched(String bomb) throws Exception {
        dovecot.deliver("ann", bomb);
        long last = dovecot.count("ann");

        String fetched = whileOthersSend(() -> {
            try (Pop3Login through = new Pop3Login(pop3Port, "ann")) {
                return through.message("RETR " + last);
            }
        });

        assertThat(fetched.length()).isLessThan(20_000);
        assertThat(fetched).contains("postern-notice");
        assertThat(gateway.mailLogLine("size=" + bomb.length(), "to=ann")).contains("action=replaced", "limits");
    }

    private interface Work<T> {
        T done() throws Exception;
    }

    private static <T> T whileOthersSend(Work<T> work) throws Exception {
        CompletableFuture<T> bomb = CompletableFuture.supplyAsync(() -> {
            try {
                return work.done();
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
        });
        do {
            long began = System.nanoTime();
            sendSmall();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("a small mail beside it")
                    .isLessThan(MOST);
        } while (!bomb.isDone());
        return bomb.get(1, TimeUnit.MINUTES);
    }

    private static void sendSmall() throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            client.expect("220");
            client.say("EHLO client.test").expect("250");
            client.say("MAIL FROM:<a@example.net>").expect("250");
            client.say("RCPT TO:<b@example.org>").expect("250");
            client.say("DATA").expect("354");
            client.out().write((Mail.header(Mail.marker()) + "\r\nsmall\r\n").getBytes(ISO_8859_1));
            client.say(".").expect("250");
            client.say("QUIT").expect("221");
        }
    }

    private static String markerOf(String message) {
        return message.substring("X-Test: ".length(), message.indexOf("\r\n"));
    }
}
