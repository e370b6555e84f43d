// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.api.policy.BareNewlines;
import org.postern.inspect.line.Outgoing;
import org.postern.inspect.smtp.internal.wire.Command;
import org.postern.inspect.smtp.internal.wire.Reply;

/**
 * How the content of a message comes in, and goes out again. What came as data leaves as data, and what came as chunks as a
 * chunk (T12): a CR or LF alone, a NUL or a missing last CRLF would not survive a change, and a dot that is content here
 * would be an end there.
 */
sealed interface Framing permits DataFraming, ChunkFraming {
    /**
     * @param in consumed up to the end of what was announced, or wholly
     * @param content is given the message's octets, as slices of {@code in}
     * @return whether all that was announced is there: the data, or one chunk
     */
    boolean read(ByteBuffer in, Consumer<ByteBuffer> content);

    /** @return the reply to what was announced, once it is there; empty if it was the end of the message */
    Optional<Reply> receipt();

    /** @return the refusal that what was read so far deserves for its form */
    Optional<Reply> flaw(BareNewlines policy);

    /** @return the command by which the server is asked to take content; empty if it need not be asked */
    Optional<Command> opening();

    /** @return whether that server can be given the message this way */
    boolean isTakenBy(ServerLeg server);

    /** @return whether a server that refused the message may still hold its transaction, and must be told (T48) */
    boolean staysOpenWhenRefused();

    /**
     * @param size of the message
     * @return what wraps it on its way to the server
     */
    Outgoing outgoing(long size);
}
