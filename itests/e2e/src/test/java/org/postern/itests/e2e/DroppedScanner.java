// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.ScanRequest;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Scanner;

/** A scanner for jars that are dropped into deploy/. It looks at nothing. */
public class DroppedScanner implements Scanner {
    @Override
    public ScanResult scan(ScanRequest request) {
        return ScanResult.failed("it looks at nothing");
    }

    @Override
    public EngineInfo info() {
        return new EngineInfo("Dropped", "", Optional.empty(), "");
    }

    /** Lacks what it needs. */
    public static final class ThrowsWhenMade extends DroppedScanner {
        public ThrowsWhenMade() {
            throw new IllegalStateException("no licence");
        }
    }

    /** Does not let go. */
    public static final class HangsAtItsEnd extends DroppedScanner {
        /** Called by the framework when the jar is removed. */
        public void stop() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }
}
