// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.state;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Whose mailbox it is, as far as that can be told from USER, APOP, and AUTH with PLAIN (RFC 4616) or LOGIN. Of a password
 * nothing is kept (T56).
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
        mechanism = saslMechanism.toUpperCase(Locale.ROOT);
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
        if (mechanism.equals("PLAIN")) {
            plain(new String(decoded, StandardCharsets.ISO_8859_1));
        } else if (mechanism.equals("LOGIN") && decoded.length > 0) {
            claimed = cut(decoded);
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

    private void plain(String message) {
        String[] fields = message.split("\0", -1);
        if (fields.length == 3) {
            String identity = fields[0].isEmpty() ? fields[1] : fields[0];
            claim(identity);
        }
    }

    private static String cut(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8).strip();
        return text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
    }
}
