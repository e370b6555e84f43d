// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.postern.api.scan.Scanner;
import org.postern.archive.internal.BoundedContainers;
import org.postern.spool.internal.DiskSpool;
import org.postern.testkit.Ability;
import org.postern.testkit.ScannerContract;

/** The engine as it is offered, with the real containers and the real spool, keeps the contract of scanners. */
class SignatureContractTest extends ScannerContract {
    @TempDir
    private Path base;

    @Override
    protected Scanner scanner() throws Exception {
        DiskSpool spool = new DiskSpool(new Framework(base).context());
        return new SignatureScanner(new BoundedContainers(spool), new SignatureFolder(base.resolve("none")).load());
    }

    @Override
    protected Set<Ability> abilities() {
        return Set.of(Ability.UNPACKS_ZIP);
    }
}
