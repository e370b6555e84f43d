// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.postern.api.scan.Scanner;
import org.postern.testkit.ScannerContract;

/** The adapter, before a program that knows the EICAR test file, keeps the contract of scanners. */
class CommandContractTest extends ScannerContract {
    @TempDir
    private Path folder;

    @Override
    protected Scanner scanner() throws IOException {
        return new Programs(folder)
                .running(
                        "if head -c 68 \"$1\" | grep -q 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE'; then",
                        "echo \"$1: Eicar FOUND\"; exit 1; fi",
                        "echo \"$1: OK\"");
    }

    /** Each scan is a process or three. */
    @Override
    protected int concurrency() {
        return 10;
    }
}
