// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.util.Optional;
import org.postern.inspect.smtp.internal.wire.Command;

/**
 * A MAIL command (RFC 5321 section 4.1.1.2).
 *
 * @param command as it is sent on
 * @param reversePath without angle brackets, empty for the null one
 * @param size what SIZE declares (RFC 1870), at most {@link Long#MAX_VALUE}; 0 if nothing
 * @param binaryMime whether BODY=BINARYMIME is asked for (RFC 3030)
 * @param understood whether all its parameters belong to extensions that clients may see
 */
public record MailFrom(Command command, String reversePath, long size, boolean binaryMime, boolean understood) {
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    public MailFrom {
        requireNonNull(command);
        requireNonNull(reversePath);
        if (size < 0) {
            throw new IllegalArgumentException("negative size");
        }
    }

    /** @return empty if it cannot be read */
    public static Optional<MailFrom> parse(Command command) {
        Optional<PathAndParameters> parsed = PathAndParameters.parse(command.argument(), "FROM:");
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        long size = 0;
        boolean binaryMime = false;
        for (String parameter : parsed.get().parameters()) {
            if (parameter.regionMatches(true, 0, "SIZE=", 0, 5)) {
                String digits = parameter.substring(5);
                if (!digits.matches("[0-9]{1,30}")) {
                    return Optional.empty();
                }
                size = new BigInteger(digits).min(LARGEST).longValue();
            }
            binaryMime |= parameter.equalsIgnoreCase("BODY=BINARYMIME");
        }
        return Optional.of(new MailFrom(
                command, parsed.get().path(), size, binaryMime, parsed.get().hasOnly(Extension.mailParameters())));
    }
}
