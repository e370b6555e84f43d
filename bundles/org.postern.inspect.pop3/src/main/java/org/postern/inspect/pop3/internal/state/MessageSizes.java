// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.state;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sizes of messages, as LIST told them: what may be asked for before there is room for it. */
public final class MessageSizes {
    private static final int MOST = 10_000;
    private static final Pattern SCAN_LISTING = Pattern.compile("\\s*([0-9]{1,18})\\s+([0-9]{1,18})(\\s.*)?");

    private final Map<Long, Long> sizes = new HashMap<>();

    /** @param scanListing number and size (RFC 1939 section 5) */
    public void add(String scanListing) {
        Matcher listing = SCAN_LISTING.matcher(scanListing);
        if (sizes.size() < MOST && listing.matches()) {
            sizes.put(Long.valueOf(listing.group(1)), Long.valueOf(listing.group(2)));
        }
    }

    /** @return the size, or 0 if it is not known */
    public long of(long message) {
        return sizes.getOrDefault(message, 0L);
    }
}
