// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import java.util.regex.Pattern;

/**
 * Where a clamd listens, as written after {@code --clamd}: {@code 127.0.0.1:3310}, {@code /run/clamav/clamd.ctl}.
 *
 * @param text as the configuration takes it
 */
record ClamdAddress(String text) {
    /** What neither ends a value of a list in a configuration file nor needs an escape there. */
    private static final Pattern PATH = Pattern.compile("(?:unix:)?/[A-Za-z0-9._/@+~-]+");

    ClamdAddress {
        if (!PATH.matcher(text).matches()) {
            if (text.indexOf('/') >= 0) {
                throw new IllegalArgumentException(
                        "'" + text + "' is not an absolute path of letters, digits and ._@+~-");
            }
            if (Endpoint.parse(text).isAnyAddress()) {
                throw new IllegalArgumentException("clamd needs a host, for example 127.0.0.1:3310");
            }
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
