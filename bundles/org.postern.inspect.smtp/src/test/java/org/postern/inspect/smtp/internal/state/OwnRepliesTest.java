// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.api.policy.Refusal;
import org.postern.inspect.smtp.internal.wire.Reply;

class OwnRepliesTest {
    @ParameterizedTest
    @EnumSource(Refusal.class)
    void saysWithBothCodesWhetherARefusalIsForGood(Refusal refusal) {
        Reply reply = OwnReplies.to(refusal);

        boolean permanent = refusal == Refusal.TOO_LARGE || refusal == Refusal.NOT_REPLACEABLE;
        String group = permanent ? "5" : "4";
        assertThat(reply.text()).matches(group + "[0-9]{2} " + group + "\\.[0-9]\\.[0-9] .+");
    }
}
