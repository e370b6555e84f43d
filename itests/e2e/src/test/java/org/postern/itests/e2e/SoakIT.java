// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postern.longtest.Result;

/** T41: after hours of mail the gateway holds no more than after a while of it, and no message was lost or wrong. */
@Tag("long")
class SoakIT {
    private static final int CLIENTS = 32;
    private static final int HEAP_MARGIN_KIB = 16 << 10;
    private static final int DESCRIPTOR_MARGIN = 10;
    private static final int THREAD_MARGIN = 8;

    @Test
    void holdsNoMoreAfterALongTimeThanAfterAShortOne() throws Exception {
        int seconds = Integer.getInteger("postern.soak.seconds", 300);
        long seed = Long.getLong("postern.soak.seed", System.nanoTime());
        try (RecordingServer server = new RecordingServer();
                RunningGateway gateway = RunningGateway.before(server.address()).start()) {
            SoakTraffic traffic = new SoakTraffic(gateway.port(), server);
            traffic.flow(CLIENTS, Duration.ofSeconds(Math.max(10, seconds / 5)), seed);
            Footprint warm = Footprint.of(gateway.pid());
            long before = traffic.messages();

            traffic.flow(CLIENTS, Duration.ofSeconds(seconds), seed + CLIENTS);

            Until.holds("the end of all sessions", Duration.ofSeconds(30), () -> {
                int descriptors = Footprint.of(gateway.pid()).descriptors();
                return descriptors <= warm.descriptors() + DESCRIPTOR_MARGIN;
            });
            Footprint end = Footprint.of(gateway.pid());
            assertThat(end.heapKib()).as("heap, warm: %s", warm).isLessThan(warm.heapKib() + HEAP_MARGIN_KIB);
            assertThat(end.threads()).as("threads, warm: %s", warm).isLessThan(warm.threads() + THREAD_MARGIN);
            try (Stream<Path> spooled = Files.list(gateway.base().resolve("data/spool"))) {
                assertThat(spooled).isEmpty();
            }
            long rate = (traffic.messages() - before) / seconds;
            new Result(
                            "soak: mixed mail",
                            seconds + " s, " + CLIENTS + " clients, seed " + seed,
                            traffic + "; " + rate + " messages a second, none lost, all octets right; warm: " + warm
                                    + "; at the end: " + end)
                    .write();
        }
    }
}
