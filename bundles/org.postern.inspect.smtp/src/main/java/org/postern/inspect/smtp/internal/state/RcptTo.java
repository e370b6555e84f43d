// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.postern.inspect.smtp.internal.wire.Command;

/**
 * A RCPT command (RFC 5321 section 4.1.1.3).
 *
 * @param command as it is sent on
 * @param forwardPath without angle brackets
 * @param understood whether all its parameters belong to extensions that clients may see
 */
public record RcptTo(Command command, String forwardPath, boolean understood) {
    public RcptTo {
        requireNonNull(command);
        requireNonNull(forwardPath);
    }

    /** @return empty if it cannot be read */
    public static Optional<RcptTo> parse(Command command) {
        return PathAndParameters.parse(command.argument(), "TO:")
                .filter(parsed -> !parsed.path().isEmpty())
                .map(parsed -> new RcptTo(command, parsed.path(), parsed.hasOnly(Extension.rcptParameters())));
    }
}
