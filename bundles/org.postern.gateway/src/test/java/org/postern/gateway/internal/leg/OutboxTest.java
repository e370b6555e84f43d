// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.DummySession;
import org.apache.mina.core.write.WriteRequest;
import org.junit.jupiter.api.Test;

/** Each request that MINA takes is one write to the kernel. */
class OutboxTest {

    private final Outbox outbox = new Outbox();

    private List<Integer> writes() {
        List<Integer> sizes = new ArrayList<>();
        DummySession session = new DummySession();
        for (WriteRequest next = outbox.poll(session); next != null; next = outbox.poll(session)) {
            sizes.add(((IoBuffer) next.getMessage()).remaining());
        }
        return sizes;
    }

    @Test
    void joinsSmallBuffersInOrder() {
        outbox.add(Recorder.octets("250-one\r\n"));
        outbox.add(Recorder.octets("250-two\r\n"));
        outbox.add(Recorder.octets("250 three\r\n"));

        WriteRequest request = outbox.poll(new DummySession());

        assertThat(US_ASCII.decode(((IoBuffer) request.getMessage()).buf()).toString())
                .isEqualTo("250-one\r\n250-two\r\n250 three\r\n");
        assertThat(outbox.isEmpty(new DummySession())).isTrue();
    }

    @Test
    void doesNotCopyLargeBuffers() {
        ByteBuffer large = ByteBuffer.allocate(100_000);
        outbox.add(ByteBuffer.allocate(10));
        outbox.add(ByteBuffer.allocate(20));
        outbox.add(large);
        outbox.add(ByteBuffer.allocate(30));

        assertThat(writes()).containsExactly(30, 100_000, 30);
    }

    @Test
    void joinsNoMoreThan64KiB() {
        for (int i = 0; i < 20; i++) {
            outbox.add(ByteBuffer.allocate(8000));
        }

        assertThat(writes()).containsExactly(64_000, 64_000, 32_000);
    }

    @Test
    void countsWhatTheKernelHasNotTaken() {
        outbox.add(ByteBuffer.allocate(100));
        outbox.add(ByteBuffer.allocate(50));
        writes();
        assertThat(outbox.pending()).isEqualTo(150);

        outbox.taken(120);
        assertThat(outbox.pending()).isEqualTo(30);

        outbox.clear();
        assertThat(outbox.pending()).isZero();
    }
}
