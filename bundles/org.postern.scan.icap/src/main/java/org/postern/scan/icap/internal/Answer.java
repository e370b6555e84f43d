// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.postern.api.scan.ScanResult;
import org.postern.scan.peer.Patience;
import org.postern.scan.peer.PeerException;

/**
 * What an answer means. A threat that is named counts whatever else is wrong; clean is only what a server can have looked
 * at wholly and answered to by the book; all the rest is not scanned (T21).
 */
final class Answer {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NOTHING_TO_CHANGE = 204;
    private static final int FORBIDDEN = 403;
    private static final int FOR_LEGAL_REASONS = 451;
    private static final int LOWEST_ERROR = 400;

    /** A page that says that something is blocked may be longer than the content. */
    private static final long MOST_PAGE = 1024 * 1024;

    private final Head head;
    private final Seen seen;
    private final Asked asked;
    private boolean whole;

    /** How much of the content the server had when it answered. */
    enum Seen {
        /** All of it. */
        ALL,
        /** The preview it had asked for, and not the rest. */
        PREVIEW,
        /** Less than it was about to get. */
        LESS
    }

    /**
     * To what it is an answer.
     *
     * @param preview whether it is one to a preview
     * @param allow204 whether the server may do without giving content back
     */
    record Asked(Content content, Method method, OptionalInt preview, boolean allow204, Service service) {}

    Answer(Head head, Seen seen, Asked asked) {
        this.head = head;
        this.seen = seen;
        this.asked = asked;
    }

    /** @return whether all of it was read, and nothing was wrong with it */
    boolean isWhole() {
        return whole;
    }

    /** @throws PeerException if there is none to be had from it */
    ScanResult verdict(Incoming in, Patience patience) throws PeerException, IOException, InterruptedException {
        Optional<ScanResult> named = Threats.in(head);
        if (named.isPresent()) {
            return named.get();
        }
        int status = head.icapStatus();
        if (status != NOTHING_TO_CHANGE && status != OK && status != CREATED) {
            throw new PeerException("it says: " + head.said());
        }
        if (seen == Seen.LESS) {
            throw new PeerException("it answered before it had all of the content: " + head.said());
        }
        return status == NOTHING_TO_CHANGE ? nothingToChange() : content(in, patience);
    }

    private ScanResult nothingToChange() throws PeerException {
        if (head.value("Encapsulated").isPresent() && !Encapsulated.in(head).equals(Encapsulated.NOTHING)) {
            throw new PeerException("it has nothing to change and gives something back");
        }
        if (asked.preview().isEmpty() && !asked.allow204()) {
            throw new PeerException("it says 204, which it was not allowed to");
        }
        if (seen == Seen.PREVIEW && asked.service().preview() != Preview.TRUST) {
            throw new SkippedException(
                    "it called content of " + asked.content().size() + " octets clean that it had seen "
                            + asked.preview().orElse(0) + " of; have it look at all types, or see \"preview\"");
        }
        whole = true;
        return ScanResult.clean();
    }

    private ScanResult content(Incoming in, Patience patience) throws PeerException, IOException, InterruptedException {
        Encapsulated parts = Encapsulated.in(head);
        Optional<Head> http = parts.header() > 0 ? Optional.of(in.block(parts.header(), patience)) : Optional.empty();
        Optional<ScanResult> named = http.flatMap(Threats::in);
        if (named.isPresent()) {
            return named.get();
        }
        long size = asked.content().size();
        Optional<Incoming.Body> body =
                parts.body() ? Optional.of(in.body(Math.max(size, MOST_PAGE), patience)) : Optional.empty();
        whole = body.map(Incoming.Body::ended).orElse(true);
        if (!isOurs(parts, http) || !isTheSame(body)) {
            return changed(http);
        }
        // c-icap gives back so what it was told not to look at; nothing else tells that from what is clean.
        if (asked.allow204() && size > 0) {
            throw new PeerException(
                    "it gave the content back unchanged and did not say 204, as it does with what it did not"
                            + " look at; see \"allow204\"");
        }
        return ScanResult.clean();
    }

    private boolean isOurs(Encapsulated parts, Optional<Head> http) {
        if (asked.method() == Method.RESPMOD) {
            return http.isEmpty()
                    || (parts.response() && http.get().httpStatus().orElse(0) == OK);
        }
        return http.isEmpty() || !parts.response();
    }

    private boolean isTheSame(Optional<Incoming.Body> body) {
        long size = asked.content().size();
        return body.isEmpty()
                ? size == 0
                : body.get().ended()
                        && body.get().size() == size
                        && body.get().sha256().equals(asked.content().sha256());
    }

    private ScanResult changed(Optional<Head> http) throws PeerException {
        int status = http.map(Head::httpStatus).orElse(OptionalInt.empty()).orElse(OK);
        boolean isError = status >= LOWEST_ERROR && status != FORBIDDEN && status != FOR_LEGAL_REASONS;
        if (asked.service().blockPage() == BlockPage.INFECTED && !isError) {
            return ScanResult.infected("blocked by the ICAP server (HTTP " + status + ")");
        }
        throw new PeerException("it gave other content back (HTTP " + status + ") and named no threat"
                + (isError ? "" : "; if that is how it blocks, see \"blockPage\""));
    }
}
