// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.postern.mime.internal.Corpus;

/** With the embedded engine, which knows nothing of mail: what is found was taken out by the gateway. */
class CorpusIT extends CorpusExpectations {
    @Override
    RunningGateway with(RunningGateway gateway) {
        return gateway;
    }

    /** Or its silence would prove nothing. */
    @Test
    void theSweepSeesAllThatIsHidden() throws Exception {
        Map<String, String> messages = new TreeMap<>();
        for (Corpus.Message message : Corpus.in(Corpus.HIDDEN)) {
            messages.put(message.name(), new String(message.octets(), ISO_8859_1));
        }

        assertThat(Sweep.of(messages)).hasSameSizeAs(messages);
    }
}
