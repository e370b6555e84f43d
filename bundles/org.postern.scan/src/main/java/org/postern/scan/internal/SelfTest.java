// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Verdict;

/** Questions, two of which an engine must answer rightly: what it can do is measured, not believed. */
final class SelfTest {
    private static final byte[] CLEAN = "Postern asks its engines now and then.\r\n".getBytes(US_ASCII);

    private static final int MOST_TEXT = 300;

    /** Asks the engine. */
    interface Question {
        Ending<ScanResult> ask(byte[] sample) throws InterruptedException;
    }

    private SelfTest() {}

    static Diagnosis run(Question engine) throws InterruptedException {
        Ending<ScanResult> clean = engine.ask(CLEAN);
        Ending<ScanResult> eicar = engine.ask(eicar());
        Verdict onClean = verdict(clean);
        Verdict onEicar = verdict(eicar);
        if (onClean == Verdict.INFECTED) {
            return lying("it calls a clean sample infected (" + text(clean) + ")");
        }
        if (onEicar == Verdict.CLEAN || onEicar == Verdict.UNSCANNABLE) {
            return lying("it does not find the EICAR test file, it says " + text(eicar));
        }
        for (Ending<ScanResult> ending : List.of(clean, eicar)) {
            if (ending.how() == Ending.How.BUSY || ending.how() == Ending.How.DRAINED) {
                return new Diagnosis(Diagnosis.Finding.UNKNOWN, false, ending.detail());
            }
        }
        if (onEicar == Verdict.FAILED || onClean == Verdict.FAILED) {
            return new Diagnosis(
                    Diagnosis.Finding.FAILING,
                    false,
                    "its self-test failed: " + text(onEicar == Verdict.FAILED ? eicar : clean));
        }
        return new Diagnosis(
                Diagnosis.Finding.SOUND,
                unpacksMail(engine),
                onClean == Verdict.CLEAN ? "" : "it calls a clean sample " + text(clean));
    }

    /** Every one of them, or parts that it does not find in a message would be looked at by nobody. */
    private static boolean unpacksMail(Question engine) throws InterruptedException {
        for (byte[] mail : SampleMail.all(eicar())) {
            if (verdict(engine.ask(mail)) != Verdict.INFECTED) {
                return false;
            }
        }
        // M07: one that is silent about its limits may not have seen all parts of what it calls clean
        return verdict(engine.ask(SampleMail.tooDeep(eicar()))) != Verdict.CLEAN;
    }

    private static Diagnosis lying(String detail) {
        return new Diagnosis(Diagnosis.Finding.LYING, false, detail);
    }

    private static Verdict verdict(Ending<ScanResult> ending) {
        return ending.answer().map(ScanResult::verdict).orElse(Verdict.FAILED);
    }

    private static String text(Ending<ScanResult> ending) {
        String text = ending.answer().map(ScanResult::toString).orElse(ending.detail());
        return text.substring(0, Math.min(MOST_TEXT, text.length()));
    }

    /** The test file of eicar.org, put together here so that no scanner takes this program away. */
    static byte[] eicar() {
        return ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").getBytes(US_ASCII);
    }
}
