// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.api.policy.BareNewlines;
import org.postern.inspect.line.DotStuffing;
import org.postern.inspect.line.Outgoing;
import org.postern.inspect.smtp.internal.state.OwnReplies;
import org.postern.inspect.smtp.internal.wire.Command;
import org.postern.inspect.smtp.internal.wire.DotUnstuffing;
import org.postern.inspect.smtp.internal.wire.Reply;

/** DATA: a dot alone on a line ends the message (RFC 5321 section 4.1.1.4). */
final class DataFraming implements Framing {
    private final DotUnstuffing unstuffing = new DotUnstuffing();

    @Override
    public boolean read(ByteBuffer in, Consumer<ByteBuffer> content) {
        return unstuffing.read(in, content);
    }

    @Override
    public Optional<Reply> receipt() {
        return Optional.empty();
    }

    @Override
    public Optional<Reply> flaw(BareNewlines policy) {
        if (unstuffing.hasHiddenEnd()) {
            return Optional.of(OwnReplies.HIDDEN_END); // T01
        }
        boolean refused = policy == BareNewlines.REFUSE_ALL && unstuffing.hasBareNewline(); // T02
        return refused ? Optional.of(OwnReplies.BARE_NEWLINE) : Optional.empty();
    }

    @Override
    public Optional<Command> opening() {
        return Optional.of(Command.DATA);
    }

    @Override
    public boolean isTakenBy(ServerLeg server) {
        return true;
    }

    @Override
    public boolean staysOpenWhenRefused() {
        return false;
    }

    @Override
    public Outgoing outgoing(long size) {
        return new DotStuffing();
    }
}
