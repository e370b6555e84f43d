// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.api.policy.BareNewlines;
import org.postern.inspect.line.Outgoing;
import org.postern.inspect.smtp.internal.state.Bdat;
import org.postern.inspect.smtp.internal.state.OwnReplies;
import org.postern.inspect.smtp.internal.wire.ChunkReading;
import org.postern.inspect.smtp.internal.wire.ChunkWriting;
import org.postern.inspect.smtp.internal.wire.Command;
import org.postern.inspect.smtp.internal.wire.Reply;

/** BDAT: sizes tell where content ends, and no octet of it means anything (RFC 3030 section 2). */
final class ChunkFraming implements Framing {
    private final Bdat command;
    private final ChunkReading chunk;

    /** @param command announces the next chunk of the message */
    ChunkFraming(Bdat command) {
        this.command = command;
        this.chunk = new ChunkReading(command.size());
    }

    @Override
    public boolean read(ByteBuffer in, Consumer<ByteBuffer> content) {
        return chunk.read(in, content);
    }

    @Override
    public Optional<Reply> receipt() {
        return command.last() ? Optional.empty() : Optional.of(OwnReplies.chunkTaken(command.size()));
    }

    /** Nothing in a chunk could be taken for its end, so nothing is dangerous; T02 is about what could. */
    @Override
    public Optional<Reply> flaw(BareNewlines policy) {
        return Optional.empty();
    }

    @Override
    public Optional<Command> opening() {
        return Optional.empty();
    }

    @Override
    public boolean isTakenBy(ServerLeg server) {
        return server.offersChunking();
    }

    /** RFC 3030 section 2 does not say; only RSET makes it sure. */
    @Override
    public boolean staysOpenWhenRefused() {
        return true;
    }

    @Override
    public Outgoing outgoing(long size) {
        return new ChunkWriting(size);
    }
}
