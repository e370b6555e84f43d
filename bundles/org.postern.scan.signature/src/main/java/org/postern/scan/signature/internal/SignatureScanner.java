// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.postern.api.archive.Containers;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.ScanRequest;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Scanner;
import org.postern.api.scan.Unscannable;
import org.postern.api.scan.UnscannableReason;

/** Looks at content and at what lies in its containers, up to the first thing found. */
final class SignatureScanner implements Scanner {
    private final Containers containers;
    private final AtomicReference<Signatures> signatures;

    SignatureScanner(Containers containers, Signatures signatures) {
        this.containers = containers;
        this.signatures = new AtomicReference<>(signatures);
    }

    /** Takes these signatures for all scans that begin from now on. */
    void use(Signatures others) {
        signatures.set(others);
    }

    @Override
    public ScanResult scan(ScanRequest request) throws IOException {
        Signatures current = signatures.get();
        Patience patience = Patience.with(request);
        try {
            Optional<String> found = current.find(request.content(), patience);
            return found.isPresent() ? ScanResult.infected(found.get()) : scanInside(request, current, patience);
        } catch (Patience.Exhausted e) {
            return ScanResult.failed(e.getMessage());
        } catch (TooMuch e) {
            return ScanResult.unscannable(UnscannableReason.LIMITS, e.getMessage());
        }
    }

    private ScanResult scanInside(ScanRequest request, Signatures current, Patience patience) throws IOException {
        AtomicReference<Optional<ScanResult>> found = new AtomicReference<>(Optional.empty());
        Optional<Unscannable> unseen =
                containers.open(request.content(), request.unpacking(), request.deadline(), (path, entry) -> {
                    found.set(current.find(entry, patience).map(threat -> ScanResult.infected(threat, path)));
                    return found.get().isEmpty();
                });
        if (found.get().isPresent()) {
            return found.get().get();
        }
        // Out of time is a failure, which another try may mend, and not a property of the content.
        patience.check();
        return unseen.map(why -> ScanResult.unscannable(why.reason(), why.detail()))
                .orElseGet(ScanResult::clean);
    }

    @Override
    public EngineInfo info() {
        Signatures.Census census = signatures.get().census();
        String remark = String.format(
                "knows only %d signatures (%d built in for EICAR and a test signature, %d added; %d lines could not be"
                        + " used): not a protection against malware",
                census.builtIn() + census.added(), census.builtIn(), census.added(), census.unusable());
        return new EngineInfo("Postern signature engine", census.version(), Optional.empty(), remark);
    }
}
