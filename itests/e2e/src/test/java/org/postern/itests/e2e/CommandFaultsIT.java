// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T20, T21: whatever a scanner with a command line does instead of scanning, no mail passes, and none is lost. */
@Timeout(180)
class CommandFaultsIT {
    private static final String PROGRAM = """
            #!/bin/sh
            fault=$(grep -a -o -m 1 'X-Engine: [A-Z_]*' "$1")
            case "$fault" in
                *DIES) kill -9 $$ ;;
                *SAYS_NOTHING) exec sleep 100 ;;
                *LEAVES_A_CHILD_BEHIND) sleep 100 & exit 3 ;;
                *TALKS_FOR_EVER) exec yes "$1: OK" ;;
                *ENDS_WITH_ANOTHER_CODE) echo "$1: OK"; exit 77 ;;
                *SAYS_ERROR) echo "$1: Can't write to the disk: No space left on device ERROR"; exit 2 ;;
                *SAYS_NO_WORD) exit 0 ;;
            esac
            if grep -a -q EICAR-STANDARD-ANTIVIRUS-TEST-FILE "$1"; then
                echo "$1: Eicar-Test FOUND"
                exit 1
            fi
            echo "$1: OK"
            """;

    @TempDir
    private static Path folder;

    private static BothProtocols both;

    @BeforeAll
    static void start() throws Exception {
        Path program = Files.writeString(folder.resolve("scanner"), PROGRAM);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        both = new BothProtocols();
        both.gateway()
                .configure(
                        "org.postern.scan.command~faulty.cfg",
                        "name = faulty",
                        "maxConcurrent = 8",
                        "command = " + program + ", {file}");
        both.gateway().configure("org.postern.scan.signature.cfg", "enabled = false");
        both.gateway()
                .profile(
                        "engines = faulty",
                        "engineWaitSeconds = 1",
                        "deadlineSeconds = 6",
                        "failuresUntilUnscannable = 0");
        both.gateway().start();
    }

    @AfterAll
    static void stop() throws Exception {
        both.close();
    }

    private static String infected() {
        return Mail.withAttachment(Mail.marker(), "application/octet-stream", "e.com", Mail.eicar());
    }

    @Test
    void usesTheProgram() throws Exception {
        assertThat(both.gateway().printed()).contains("engine faulty").doesNotContain("NOT USED");
        both.pass(Mail.text(Mail.marker()));
        both.replace(infected());
    }

    /** What is infected besides must not pass, and neither must what is not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DIES",
                "SAYS_NOTHING",
                "LEAVES_A_CHILD_BEHIND",
                "TALKS_FOR_EVER",
                "ENDS_WITH_ANOTHER_CODE",
                "SAYS_ERROR",
                "SAYS_NO_WORD"
            })
    void putsOffWhatItGotNoProperAnswerFor(String fault) throws Exception {
        String line = "X-Engine: " + fault + "\r\n";
        both.putOff(line + infected());
        both.putOff(line + Mail.text(Mail.marker()));

        both.passSoon(Mail.text(Mail.marker()));
    }
}
