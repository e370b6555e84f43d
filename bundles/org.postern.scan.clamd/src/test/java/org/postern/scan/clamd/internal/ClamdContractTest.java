// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.postern.api.scan.Scanner;
import org.postern.scan.clamd.internal.FakeClamd.Behaviour;
import org.postern.scan.clamd.internal.FakeClamd.Client;
import org.postern.testkit.Fault;
import org.postern.testkit.ScannerContract;

/** The adapter keeps the contract of scanners, before a clamd that is stopped and that lies. The real one: ClamdContractIT. */
class ClamdContractTest extends ScannerContract {
    private static final byte[] EICAR = String.join(
                    "", "X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
            .getBytes(StandardCharsets.US_ASCII);

    private FakeClamd clamd;

    @BeforeEach
    void begin() throws Exception {
        clamd = FakeClamd.onAPort(ClamdContractTest::honest);
    }

    @AfterEach
    void end() throws Exception {
        clamd.close();
    }

    @Override
    protected Scanner scanner() {
        return Clamds.scanner(clamd);
    }

    @Override
    protected boolean belongsToScanner(Thread thread) {
        return !thread.getName().equals("fake-clamd");
    }

    @Override
    protected Optional<Fault> outage() {
        return Optional.of(new Fault("clamd is not there", clamd::stop, clamd::startAgain));
    }

    @Override
    protected List<Fault> garbage() {
        return List.of(
                saying("half an answer", client -> {
                    client.scanCommand();
                    client.content();
                    client.say("1: stream: O");
                }),
                saying("an answer to another question", FakeClamd.saying("7: stream: OK\0")),
                saying("two answers to one question", FakeClamd.saying("1: stream: OK\0" + "2: stream: OK\0")),
                saying("an answer that nobody knows", FakeClamd.saying("1: stream: SPLENDID\0")),
                saying("octets that are no text", FakeClamd.saying("\u0001\u00ff\u00fe\0")),
                saying("an error", FakeClamd.saying("1: Can't allocate memory ERROR\0")));
    }

    private Fault saying(String what, Behaviour behaviour) {
        return new Fault(
                "clamd answers by " + what, () -> restart(behaviour), () -> restart(ClamdContractTest::honest));
    }

    private void restart(Behaviour behaviour) throws Exception {
        clamd.stop();
        clamd.behave(behaviour);
        clamd.startAgain();
    }

    /** Calls infected what begins as the test file does; keeps no content. */
    private static void honest(Client client) throws Exception {
        for (String command = client.command(); ; command = client.command()) {
            switch (command) {
                case "zIDSESSION" -> {}
                case "zVERSION" -> client.answer("ClamAV 1.4.3/27000/Tue Nov 24 08:00:00 2026");
                case "zINSTREAM" -> client.answer(isInfected(client) ? "stream: Eicar FOUND" : "stream: OK");
                default -> throw new AssertionError("an unknown command: " + command);
            }
        }
    }

    private static boolean isInfected(Client client) throws Exception {
        byte[] first = client.chunk();
        for (byte[] next = first; next.length > 0; ) {
            next = client.chunk();
        }
        return first.length >= EICAR.length && Arrays.equals(first, 0, EICAR.length, EICAR, 0, EICAR.length);
    }
}
