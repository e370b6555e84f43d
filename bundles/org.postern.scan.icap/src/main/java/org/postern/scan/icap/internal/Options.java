// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.postern.scan.peer.PeerException;
import org.postern.scan.peer.Printable;

/**
 * What a server offers (RFC 3507 section 4.10.2).
 *
 * @param methods in lower case; empty: it does not say
 * @param preview how many octets it wants first; empty: everything at once
 * @param allows204 whether it may say that nothing is to be changed
 * @param mostConnections how many it takes, if it says so
 * @param product what it is
 * @param tag its ISTag, which changes with its signatures
 * @param lifetime how long this holds
 */
record Options(
        List<String> methods,
        OptionalInt preview,
        boolean allows204,
        OptionalInt mostConnections,
        String product,
        String tag,
        Duration lifetime) {
    /** For those that set no end, or one that is far away. */
    static final Duration LONGEST = Duration.ofHours(1);

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    static Options in(Head answer) {
        return new Options(
                answer.list("Methods"),
                wantsPreview(answer) ? number(answer, "Preview") : OptionalInt.empty(),
                answer.list("Allow").contains("204"),
                number(answer, "Max-Connections"),
                Printable.of(answer.value("Service")
                        .or(() -> answer.value("Server"))
                        .filter(text -> !text.isEmpty())
                        .orElse("an ICAP server")),
                tag(answer).orElse(""),
                lifetime(answer));
    }

    /** @return the ISTag of an answer (RFC 3507 section 4.7), without its quotes */
    static Optional<String> tag(Head answer) {
        return answer.value("ISTag").map(tag -> Printable.of(tag.replace("\"", "")));
    }

    /** The content has a name without an extension: it belongs to what is "all others" there. */
    private static boolean wantsPreview(Head answer) {
        List<String> previewed = answer.list("Transfer-Preview");
        return (previewed.isEmpty() || previewed.contains("*"))
                && !answer.list("Transfer-Complete").contains("*");
    }

    private static Duration lifetime(Head answer) {
        OptionalInt seconds = number(answer, "Options-TTL");
        return seconds.isEmpty() || seconds.getAsInt() > LONGEST.toSeconds()
                ? LONGEST
                : Duration.ofSeconds(seconds.getAsInt());
    }

    private static OptionalInt number(Head answer, String name) {
        return answer.value(name)
                .filter(text -> NUMBER.matcher(text).matches())
                .map(text -> OptionalInt.of(Integer.parseInt(text)))
                .orElse(OptionalInt.empty());
    }

    /** @throws PeerException if the server does not offer what is wanted */
    Method method(Method wanted) throws PeerException {
        if (methods.isEmpty()) {
            return wanted == Method.AUTO ? Method.RESPMOD : wanted;
        }
        for (Method method : wanted == Method.AUTO ? List.of(Method.RESPMOD, Method.REQMOD) : List.of(wanted)) {
            if (methods.contains(method.name().toLowerCase(java.util.Locale.ROOT))) {
                return method;
            }
        }
        throw new PeerException("it does not offer "
                + (wanted == Method.AUTO ? "RESPMOD or REQMOD" : wanted)
                + " there, but " + Printable.of(String.join(", ", methods)));
    }
}
