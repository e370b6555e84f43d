// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.notice;

import org.osgi.annotation.versioning.ProviderType;

/** Writes notices as MIME. Does not block; any thread. */
@ProviderType
public interface NoticeWriter {
    /**
     * Writes what stands in the place of a part: its Content-* fields and its body.
     *
     * @param notice what to tell
     * @return the fields, each line ended by CRLF, without the empty line; and the body, in lines of at most 76 octets
     *     ended by CRLF, pure ASCII
     */
    Replacement write(Notice notice);

    /**
     * Writes a Subject field with a prefix, safe for RFC 2047 and with the folding of the original kept.
     *
     * @param field the field as it stands, with its line ending; empty when there is none
     * @param prefix what to put before it
     * @return the new field with its line ending, or the same octets if it begins with the prefix already
     */
    byte[] prefixSubject(byte[] field, String prefix);

    /**
     * What stands in the place of a part.
     *
     * @param fields Content-* fields
     * @param body the body
     */
    record Replacement(byte[] fields, byte[] body) {}
}
