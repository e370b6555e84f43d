// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.scan.peer.PeerException;

/**
 * What an answer encapsulates (RFC 3507 section 4.4.1): at most one HTTP header, and a body or none.
 *
 * @param header the octets of the HTTP header; 0: there is none
 * @param response whether that header, if there is one, is a response's
 * @param body whether there is a body
 */
record Encapsulated(int header, boolean response, boolean body) {
    static final Encapsulated NOTHING = new Encapsulated(0, false, false);

    private static final Pattern LIST = Pattern.compile(
            "(?:(req-hdr|res-hdr)\\s*=\\s*0\\s*,\\s*)?(req-body|res-body|opt-body|null-body)\\s*=\\s*([0-9]{1,6})");

    /** @throws PeerException if it contradicts itself, or is missing where something must be */
    static Encapsulated in(Head answer) throws PeerException {
        Optional<String> value = answer.value("Encapsulated");
        Matcher list = LIST.matcher(value.orElse("").toLowerCase(Locale.ROOT));
        if (!list.matches() || answer.all("Encapsulated").count() != 1) {
            throw new PeerException(
                    value.isEmpty()
                            ? "an answer that does not say what it holds"
                            : "an answer whose parts lie nowhere");
        }
        int offset = Integer.parseInt(list.group(3));
        boolean hasHeader = list.group(1) != null;
        boolean fits = list.group(1) == null
                || list.group(2).startsWith(list.group(1).substring(0, 3))
                || list.group(2).equals("null-body");
        if (hasHeader != offset > 0 || !fits) {
            throw new PeerException("an answer whose parts lie nowhere");
        }
        return new Encapsulated(
                offset, "res-hdr".equals(list.group(1)), !list.group(2).equals("null-body"));
    }
}
