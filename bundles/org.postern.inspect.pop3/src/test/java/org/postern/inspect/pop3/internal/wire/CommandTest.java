// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.postern.inspect.line.Line;

class CommandTest {
    @Test
    void showsNothingOfWhatMayBeAPassword() { // T56
        Line line = Line.of("PASS secret".getBytes(ISO_8859_1));

        assertThat(line.toString()).isEqualTo("Line[NONE]");
        assertThat(Command.of(line).toString()).isEqualTo("Command[PASS]");
    }

    @Test
    void doesNotTakeTheWordUnknownForACommand() {
        assertThat(Command.of(Line.of("unknown".getBytes(ISO_8859_1))).verb()).isEqualTo(Verb.UNKNOWN);
    }
}
