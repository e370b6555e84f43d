// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.net.InetSocketAddress;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.AbstractIoService;
import org.apache.mina.core.service.DefaultTransportMetadata;
import org.apache.mina.core.service.TransportMetadata;
import org.apache.mina.core.session.AbstractIoSessionConfig;
import org.apache.mina.core.session.DefaultIoSessionDataStructureFactory;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequestQueue;

/**
 * What MINA wants every session to belong to. It accepts and connects nothing: the sockets do that on the I/O threads.
 * Each thread has one of its own, since MINA counts every read and write in it under a lock.
 */
final class LegService extends AbstractIoService {

    static final TransportMetadata METADATA = new DefaultTransportMetadata(
            "postern", "socket", false, true, InetSocketAddress.class, Config.class, IoBuffer.class);

    /** MINA allocates a buffer for each read; {@link LegProcessor} reads into one of its own. */
    static final class Config extends AbstractIoSessionConfig {
        Config() {
            setReadBufferSize(1);
        }
    }

    private final TransportSettings settings;

    LegService(TransportSettings settings) {
        super(new Config(), Runnable::run);
        this.settings = settings;
        setHandler(new LegEvents());
        setSessionDataStructureFactory(new DefaultIoSessionDataStructureFactory() {
            @Override
            public WriteRequestQueue getWriteRequestQueue(IoSession session) {
                return ((LegSession) session).leg().outbox();
            }
        });
    }

    /** Makes a connected channel a leg; the handler hears of it in this turn of the thread. */
    void open(NewSocket socket, MinaIoThread thread) {
        LegSession session = new LegSession(this, thread, socket);
        initSession(session, null, null);
        thread.processor().add(session);
    }

    TransportSettings settings() {
        return settings;
    }

    @Override
    public TransportMetadata getTransportMetadata() {
        return METADATA;
    }

    @Override
    public Config getSessionConfig() {
        return (Config) sessionConfig;
    }

    @Override
    protected void dispose0() {
        // it owns nothing
    }
}
