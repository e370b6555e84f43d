// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.state;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a client names in the first response of a SASL mechanism: PLAIN (RFC 4616), LOGIN, CRAM-MD5 (RFC 2195), SCRAM (RFC 5802
 * section 7), OAUTHBEARER (RFC 7628) and XOAUTH2. Who acts for another names both; the mailbox is the other's.
 */
final class SaslName {
    private static final Pattern GS2 =
            Pattern.compile("[npy](?:=[^,]*)?,(?:a=([^,]*))?,(?:n=([^,]*),.*)?", Pattern.DOTALL);
    private static final Pattern XOAUTH2 = Pattern.compile("user=([^\\x01]*)\\x01.*", Pattern.DOTALL);

    private SaslName() {}

    /** @return the name as it was sent, or nothing */
    static String in(String response, String mechanism) {
        return switch (mechanism.toUpperCase(Locale.ROOT)) {
            case "PLAIN" -> plain(response.split("\0", -1));
            case "LOGIN" -> response;
            case "CRAM-MD5" -> response.substring(0, Math.max(0, response.lastIndexOf(' ')));
            case "XOAUTH2" -> first(XOAUTH2.matcher(response));
            case "OAUTHBEARER" -> gs2(response.substring(0, response.indexOf(1) + 1));
            default -> mechanism.toUpperCase(Locale.ROOT).startsWith("SCRAM-") ? gs2(response) : "";
        };
    }

    private static String plain(String[] fields) {
        if (fields.length != 3) {
            return "";
        }
        return fields[0].isEmpty() ? fields[1] : fields[0];
    }

    private static String gs2(String response) {
        return first(GS2.matcher(response.replace("\1", "")))
                .replace("=2C", ",")
                .replace("=3D", "=");
    }

    private static String first(Matcher matcher) {
        if (matcher.matches()) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                String name = matcher.group(group);
                if (name != null && !name.isEmpty()) {
                    return name;
                }
            }
        }
        return "";
    }
}
