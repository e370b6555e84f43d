// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.inspect.smtp.internal.wire.Command;

/**
 * A BDAT command (RFC 3030 section 2).
 *
 * @param size how many octets of content follow its line
 * @param last whether they are the message's last
 */
public record Bdat(long size, boolean last) {
    private static final Pattern ARGUMENT =
            Pattern.compile("([0-9]{1,18})(?:[ \t]+(LAST))?[ \t]*", Pattern.CASE_INSENSITIVE);

    public Bdat {
        if (size < 0) {
            throw new IllegalArgumentException("negative size");
        }
    }

    /** @return empty if it does not say how many octets follow: then nobody knows where the next command begins (T12) */
    public static Optional<Bdat> parse(Command command) {
        Matcher matcher = ARGUMENT.matcher(command.argument());
        return matcher.matches()
                ? Optional.of(new Bdat(Long.parseLong(matcher.group(1)), matcher.group(2) != null))
                : Optional.empty();
    }
}
