// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** T31: a footer stands behind our refusals, and behind nothing else. */
class ReplyTest {
    @Test
    void hasTheFooterAsOneMoreLineWithBothCodes() {
        assertThat(Reply.of(451, "4.7.1", "No").withFooter("Call us.").lines())
                .containsExactly("451-4.7.1 No", "451 4.7.1 Call us.");
    }

    @Test
    void keepsTheFooterInALine() {
        assertThat(Reply.of(451, "4.7.1", "No")
                        .withFooter("x".repeat(1000))
                        .lines()
                        .get(1))
                .hasSize(510);
    }

    @Test
    void hasNoFooterWithoutRefusingOrWithoutOne() {
        Reply yes = Reply.of(250, "2.0.0", "Yes");
        Reply no = Reply.of(550, "5.0.0", "No");

        assertThat(yes.withFooter("Call us.")).isEqualTo(yes);
        assertThat(no.withFooter("")).isEqualTo(no);
    }

    @Test
    void leavesTheServersWordAlone() {
        Reply server = new Reply(550, List.of("550-5.1.1 a", "550 5.1.1 b"));

        assertThat(server.withFooter("Call us.")).isEqualTo(server);
    }
}
