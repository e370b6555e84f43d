// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.testkit;

import static org.postern.api.scan.Verdict.CLEAN;
import static org.postern.api.scan.Verdict.INFECTED;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.postern.api.scan.Scanner;
import org.postern.api.spool.Octets;

/** One scanner, made for one test, used as the gateway uses it, and closed afterwards. */
abstract class ScannerTrial {
    private Optional<Scanner> scanner = Optional.empty();

    protected abstract Scanner scanner() throws Exception;

    protected abstract void close(Scanner made) throws Exception;

    protected abstract Duration patience();

    @AfterEach
    final void closeScanner() throws Exception {
        if (scanner.isPresent()) {
            Scanner made = scanner.get();
            scanner = Optional.empty();
            close(made);
        }
    }

    final Scanner given() throws Exception {
        if (scanner.isEmpty()) {
            scanner = Optional.of(scanner());
        }
        return scanner.get();
    }

    final Answer scan(String what, Octets content) throws Exception {
        Call call = Call.begin(given(), what, content, patience());
        Answer answer = call.await();
        call.leftNothingOpen();
        return answer;
    }

    final Answer scan(String what, byte[] content) throws Exception {
        return scan(what, Octets.of(content));
    }

    /** Tests made while others run share what surrounds a test, so each closes its own scanner. */
    final void alone(Fault.Step test) throws Exception {
        try {
            test.run();
        } finally {
            closeScanner();
        }
    }

    final void worksAsBefore(String since) throws Exception {
        scan("a harmless line, after " + since, Samples.harmless()).is(CLEAN, "one scan must not spoil the next");
        scan("the EICAR test file, after " + since, Samples.eicar(0)).is(INFECTED, "one scan must not spoil the next");
    }
}
