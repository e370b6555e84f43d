// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Two legs that hand each other what they get: what a session does when it has nothing to inspect. */
final class Relay implements Acceptor {

    /** The most octets that were ever pending on one leg. */
    final AtomicLong mostPending = new AtomicLong();

    private final Transport transport;
    private final Function<Leg, Dial> upstream;

    /** Asks for each client where to dial. */
    Relay(Transport transport, Function<Leg, Dial> upstream) {
        this.transport = transport;
        this.upstream = upstream;
    }

    @Override
    public LegHandler accepted(Leg client) {
        Side front = new Side(client);
        client.pauseRead();
        transport.dial(client.thread(), upstream.apply(client), new DialHandler() {
            @Override
            public LegHandler connected(Leg server) {
                Side back = new Side(server);
                back.other = client;
                front.other = server;
                client.resumeRead();
                return back;
            }

            @Override
            public void failed(IOException cause) {
                client.abort();
            }
        });
        return front;
    }

    private final class Side implements LegHandler {
        private final Leg self;
        private Leg other;

        Side(Leg self) {
            this.self = self;
            this.other = self;
        }

        @Override
        public void received(ByteBuffer octets) {
            other.write(octets);
            mostPending.accumulateAndGet(other.pendingOctets(), Math::max);
            if (other.isCongested()) {
                self.pauseRead();
            }
        }

        @Override
        public void inputEnded() {
            other.shutdownOutput();
        }

        @Override
        public void drained() {
            other.resumeRead();
        }

        @Override
        public void closed(Closed how) {
            other.close();
        }
    }
}
