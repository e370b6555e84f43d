// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import java.util.regex.Pattern;

/**
 * What is asked for at a server, and how its answers are read.
 *
 * @param path of the service, without the slash before it
 * @param method as what content is given
 * @param preview whether a part is given first
 * @param allow204 whether the server may do without giving content back
 * @param blockPage what other content without a name means
 */
record Service(String path, Method method, Preview preview, Allow204 allow204, BlockPage blockPage) {
    static final String ALLOWED =
            "the path of an ICAP service, such as avscan: letters, digits and -._~/?&=%:@+,; at most 200";

    /** Nothing that would end the line of a request. */
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._~/?&=%:@+,;-]{0,200}");

    Service {
        if (!isPath(path)) {
            throw new IllegalArgumentException(ALLOWED);
        }
    }

    static boolean isPath(String text) {
        return PATH.matcher(text).matches() && !text.startsWith("/");
    }
}
