// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.mime;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A Content-Type (RFC 2045 section 5).
 *
 * @param type in lower case
 * @param subtype in lower case
 * @param parameters names in lower case, values decoded (RFC 2231) and unquoted
 */
public record MediaType(String type, String subtype, Map<String, String> parameters) {
    public MediaType {
        type = type.toLowerCase(Locale.ROOT);
        subtype = subtype.toLowerCase(Locale.ROOT);
        parameters = Map.copyOf(parameters);
    }

    /** @return whether this is a multipart */
    public boolean isMultipart() {
        return type.equals("multipart");
    }

    /** @return whether the body is itself a message (RFC 2046 section 5.2.1, RFC 6532 section 3.7) */
    public boolean isMessage() {
        return type.equals("message") && (subtype.equals("rfc822") || subtype.equals("global"));
    }

    /** @return a parameter's value */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name.toLowerCase(Locale.ROOT)));
    }

    /** @return such as {@code text/plain}, without parameters */
    public String essence() {
        return type + "/" + subtype;
    }
}
