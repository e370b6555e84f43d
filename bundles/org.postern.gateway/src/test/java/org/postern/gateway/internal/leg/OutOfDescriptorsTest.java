// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.mina.transport.socket.nio.NioProcessor;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.slf4j.Logger;

/** In a process of its own, since it takes every descriptor there is. */
class OutOfDescriptorsTest {

    private static final int LIMIT = 200;

    @Test
    @EnabledOnOs(OS.LINUX)
    void neitherSpinsNorDiesAndAcceptsAgainAfterwards() throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + LIMIT + "; exec \"$0\" \"$@\""));
        command.addAll(ChildJvm.command(
                List.of(),
                Starving.class,
                Starving.class,
                Leg.class,
                NioProcessor.class,
                Logger.class,
                Assertions.class));
        Process starving = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = starving.inputReader(StandardCharsets.US_ASCII)) {
            List<String> told =
                    CompletableFuture.supplyAsync(() -> out.lines().toList()).get(60, TimeUnit.SECONDS);

            assertThat(told).hasSize(3);
            assertThat(told.get(0)).isEqualTo("no answer");
            assertThat(Long.parseLong(told.get(1)))
                    .as("ms of CPU of the I/O thread in two seconds")
                    .isLessThan(300);
            assertThat(told.get(2)).isEqualTo("hello");
        } finally {
            starving.destroyForcibly();
        }
    }

    /** The process: tells what a client hears, and what the I/O thread costs, before and after there are descriptors. */
    static final class Starving {

        private Starving() {}

        public static void main(String[] args) throws Exception {
            try (Transport transport =
                            MinaTransport.open(TransportSettings.defaults().withIoThreads(1));
                    Socket client = new Socket()) {
                BlockingQueue<Recorder> legs = new LinkedBlockingQueue<>();
                Listening listening = transport.listen(Loopback.anyPort(), 10, SocketSetup.NONE, leg -> {
                    leg.write(Recorder.octets("hello"));
                    Recorder recorder = new Recorder(leg);
                    legs.add(recorder);
                    return recorder;
                });
                try (Socket earlier = Loopback.connect(listening.address())) {
                    answer(earlier); // the classes it takes are loaded
                }
                legs.take().awaitInputEnded(); // a class that is still being loaded would give a descriptor back later
                client.bind(null);
                client.setSoTimeout(2000); // how long the listener starves
                long thread = Recorder.on(
                        transport.next(), () -> Thread.currentThread().getId());
                cpuMillis(thread);
                List<InputStream> hoard = hoard();

                client.connect(listening.address());
                long before = cpuMillis(thread);
                String starving = answer(client);
                long used = cpuMillis(thread) - before;
                for (InputStream file : hoard) {
                    file.close();
                }

                System.out.println(starving);
                System.out.println(used);
                client.setSoTimeout((int) Loopback.LIMIT.toMillis());
                System.out.println(answer(client));
            }
        }

        private static String answer(Socket client) throws IOException {
            try {
                return new String(client.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
            } catch (SocketTimeoutException e) {
                return "no answer";
            }
        }

        private static List<InputStream> hoard() {
            List<InputStream> hoard = new ArrayList<>();
            try {
                for (int i = 0; i < LIMIT; i++) {
                    hoard.add(new FileInputStream("/dev/null"));
                }
            } catch (IOException e) {
                return hoard;
            }
            throw new IllegalStateException("the limit is not in force");
        }

        private static long cpuMillis(long thread) {
            return TimeUnit.NANOSECONDS.toMillis(
                    ManagementFactory.getThreadMXBean().getThreadCpuTime(thread));
        }
    }
}
