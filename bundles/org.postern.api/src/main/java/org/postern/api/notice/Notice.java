// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.notice;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * What a notice tells. All names are untrusted: the writer cleans and bounds them.
 *
 * @param language such as {@code de}; English when there is no such template
 * @param gateway the gateway's host name
 * @param at when
 * @param quarantineId the id of the copy in quarantine; empty if none was kept
 * @param removed what was removed, at least one
 */
public record Notice(String language, String gateway, Instant at, String quarantineId, List<Removed> removed) {
    public Notice {
        requireNonNull(language);
        requireNonNull(gateway);
        requireNonNull(at);
        requireNonNull(quarantineId);
        removed = List.copyOf(removed);
    }

    /**
     * One object that was removed.
     *
     * @param fileName as declared; may be empty
     * @param mediaType as declared; may be empty
     * @param infected whether malware was found; otherwise it could not be scanned
     * @param why the threat's name, or the key of the reason why it could not be scanned
     * @param engine who said so
     * @param where the path to it inside a container, or what is known besides of why it could not be scanned; may be empty
     */
    public record Removed(
            String fileName, String mediaType, boolean infected, String why, String engine, String where) {}
}
