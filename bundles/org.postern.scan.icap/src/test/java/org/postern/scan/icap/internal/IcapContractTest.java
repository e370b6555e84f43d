// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.postern.api.scan.Scanner;
import org.postern.scan.icap.internal.FakeIcap.Behaviour;
import org.postern.scan.icap.internal.FakeIcap.Client;
import org.postern.testkit.Fault;
import org.postern.testkit.ScannerContract;

/** The adapter keeps the contract of scanners, before a server that is stopped and that lies. */
class IcapContractTest extends ScannerContract {
    private static final byte[] EICAR = String.join(
                    "", "X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
            .getBytes(StandardCharsets.US_ASCII);

    private FakeIcap server;

    @BeforeEach
    void begin() throws Exception {
        server = FakeIcap.with(IcapContractTest::honest);
    }

    @AfterEach
    void end() throws Exception {
        server.close();
    }

    @Override
    protected Scanner scanner() {
        return Icaps.scanner(server);
    }

    @Override
    protected boolean belongsToScanner(Thread thread) {
        return !thread.getName().equals("fake-icap");
    }

    @Override
    protected Optional<Fault> outage() {
        return Optional.of(new Fault("the server is not there", server::stop, server::startAgain));
    }

    @Override
    protected List<Fault> garbage() {
        return List.of(
                saying("octets that are no text", FakeIcap.saying("\u0001\u00ff\u00fe\r\n\r\n")),
                saying("another protocol", FakeIcap.saying("HTTP/1.1 204 No Content\r\n\r\n")),
                saying("an error", FakeIcap.saying("ICAP/1.0 500 Server error\r\nEncapsulated: null-body=0\r\n\r\n")),
                saying("half an answer", client -> {
                    client.next(FakeIcap.PLAIN);
                    client.say("ICAP/1.0 204 No Con");
                }));
    }

    private Fault saying(String what, Behaviour behaviour) {
        return new Fault(
                "the server answers by " + what, () -> restart(behaviour), () -> restart(IcapContractTest::honest));
    }

    private void restart(Behaviour behaviour) throws Exception {
        server.stop();
        server.behave(behaviour);
        server.startAgain();
    }

    /** Calls infected what begins as the test file does; keeps no content. */
    private static void honest(Client client) throws Exception {
        while (true) {
            if (client.header().startsWith("OPTIONS ")) {
                client.say("ICAP/1.0 200 OK\r\n" + FakeIcap.PLAIN + "Encapsulated: null-body=0\r\n\r\n");
                continue;
            }
            client.header(); // the request that is told of
            client.header(); // and the response to it
            client.say(isInfected(client) ? FakeIcap.EVIL : FakeIcap.CLEAN);
        }
    }

    private static boolean isInfected(Client client) throws Exception {
        boolean[] end = {false};
        byte[] first = client.chunk(end);
        for (byte[] next = first; next.length > 0; ) {
            next = client.chunk(end);
        }
        return first.length >= EICAR.length && Arrays.equals(first, 0, EICAR.length, EICAR, 0, EICAR.length);
    }
}
