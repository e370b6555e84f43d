// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.api.scan.Gap;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Verdict;

/** Questions, two of which an engine must answer rightly: what it can do is measured, not believed. */
final class SelfTest {
    private static final int MOST_TEXT = 300;

    private final Question engine;

    /** Asks the engine. */
    interface Question {
        Ending<ScanResult> ask(Sample sample) throws InterruptedException;
    }

    SelfTest(Question engine) {
        this.engine = engine;
    }

    /** Whether it finds what it must, and calls clean what is: the least that makes an engine. */
    Diagnosis basics() throws InterruptedException {
        Ending<ScanResult> clean = engine.ask(Sample.CLEAN);
        Ending<ScanResult> eicar = engine.ask(Sample.EICAR);
        Verdict onClean = verdict(clean);
        Verdict onEicar = verdict(eicar);
        if (onClean == Verdict.INFECTED) {
            return lying("it calls a clean sample infected (" + text(clean) + ")");
        }
        if (onEicar == Verdict.CLEAN || onEicar == Verdict.UNSCANNABLE) {
            return lying("it does not find the EICAR test file, it says " + text(eicar));
        }
        for (Ending<ScanResult> ending : List.of(clean, eicar)) {
            if (!isAsked(ending)) {
                return Diagnosis.not(Diagnosis.Finding.UNKNOWN, ending.detail());
            }
        }
        if (onEicar == Verdict.FAILED || onClean == Verdict.FAILED) {
            return Diagnosis.not(
                    Diagnosis.Finding.FAILING,
                    "its self-test failed: " + text(onEicar == Verdict.FAILED ? eicar : clean));
        }
        Set<Gap> gaps = onClean == Verdict.CLEAN ? Set.of() : Set.of(Gap.DOUBTS_CLEAN);
        return new Diagnosis(Diagnosis.Finding.SOUND, gaps, "");
    }

    /** The basics, and what it does with what it cannot look into. */
    Diagnosis whole() throws InterruptedException {
        Diagnosis basics = basics();
        if (basics.finding() != Diagnosis.Finding.SOUND) {
            return basics;
        }
        Set<Gap> gaps = EnumSet.noneOf(Gap.class);
        gaps.addAll(basics.gaps());
        if (verdict(engine.ask(Sample.ENCRYPTED)) == Verdict.CLEAN) {
            gaps.add(Gap.SILENT_ON_ENCRYPTED);
        }
        if (verdict(engine.ask(Sample.TOO_DEEP)) == Verdict.CLEAN) {
            gaps.add(Gap.SILENT_ON_LIMITS);
        }
        return new Diagnosis(Diagnosis.Finding.SOUND, gaps, "");
    }

    /** @return whether it has that gap; empty if that cannot be told now */
    Optional<Boolean> refusesLarge() throws InterruptedException {
        Ending<ScanResult> large = engine.ask(Sample.large());
        return isAsked(large) ? Optional.of(verdict(large) != Verdict.CLEAN) : Optional.empty();
    }

    private static boolean isAsked(Ending<ScanResult> ending) {
        return ending.how() != Ending.How.BUSY && ending.how() != Ending.How.DRAINED;
    }

    private static Diagnosis lying(String detail) {
        return Diagnosis.not(Diagnosis.Finding.LYING, detail);
    }

    private static Verdict verdict(Ending<ScanResult> ending) {
        return ending.answer().map(ScanResult::verdict).orElse(Verdict.FAILED);
    }

    private static String text(Ending<ScanResult> ending) {
        String text = ending.answer().map(ScanResult::toString).orElse(ending.detail());
        return text.substring(0, Math.min(MOST_TEXT, text.length()));
    }
}
