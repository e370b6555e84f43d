// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.session;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.postern.inspect.pop3.internal.wire.StatusLine;

/** What the server owes, and what becomes of it. */
sealed interface Answer {
    /** @return is given the status line */
    Consumer<StatusLine> status();

    /** One line. */
    record Line(Consumer<StatusLine> status) implements Answer {}

    /** One line to a command of the gateway's own, of which the client hears nothing. */
    record Own() implements Answer {
        @Override
        public Consumer<StatusLine> status() {
            return status -> {};
        }
    }

    /** One line, or a challenge. */
    record Exchange(Consumer<StatusLine> status) implements Answer {}

    /**
     * One line if it is -ERR, else lines up to a dot.
     *
     * @param shown what the client gets of a line, if anything
     * @param end after the last line
     */
    record Listing(Consumer<StatusLine> status, Function<String, Optional<String>> shown, Runnable end)
            implements Answer {}

    /** One line if it is -ERR, else a message, which {@link MessageTransfer} takes. */
    record Message(Consumer<StatusLine> status) implements Answer {}
}
