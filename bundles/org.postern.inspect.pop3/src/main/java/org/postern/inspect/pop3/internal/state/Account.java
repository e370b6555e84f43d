// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.state;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Whose mailbox it is, as far as that can be told from USER, APOP and AUTH. Of a password nothing is kept (T56).
 */
public final class Account {
    private static final int MOST_CHARACTERS = 320;

    private String mechanism = "";
    private String claimed = "";
    private String name = "";

    /** USER and APOP: a name that is not proven yet. */
    public void claim(String octets) {
        claimed = cut(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** An AUTH exchange begins. */
    public void begin(String saslMechanism) {
        mechanism = saslMechanism;
        claimed = "";
    }

    /** The client's response in an AUTH exchange; all but the first one that names somebody are passed over. */
    public void response(String base64) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException notBase64) {
            return; // such as the = of an empty response
        }
        if (decoded.length > 0 && !mechanism.isEmpty()) {
            claim(SaslName.in(new String(decoded, StandardCharsets.ISO_8859_1), mechanism));
        }
        mechanism = decoded.length > 0 ? "" : mechanism;
    }

    /** The server accepted whom the client claimed to be. */
    public void accepted() {
        name = claimed;
    }

    /** @return the account, or nothing while it is not known; untrusted */
    public List<String> name() {
        return name.isEmpty() ? List.of() : List.of(name);
    }

    private static String cut(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8).strip();
        return text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
    }
}
