// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.mail.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;

/** Addresses out of the configuration: one mailbox each, with or without a name (RFC 5322 section 3.4). */
final class Addresses {
    private Addresses() {}

    /** @throws IllegalArgumentException if that is not one address which every relay takes */
    static InternetAddress parse(String text) {
        try {
            InternetAddress address = new InternetAddress(text, true);
            String bare = address.getAddress();
            boolean plain = bare.chars().allMatch(c -> c > ' ' && c < 0x7f);
            if (address.isGroup() || !plain || bare.indexOf('@') < 1) {
                throw new IllegalArgumentException("not a mail address: " + text);
            }
            if (address.getPersonal() != null) {
                address.setPersonal(address.getPersonal(), UTF_8.name());
            }
            return address;
        } catch (AddressException | UnsupportedEncodingException wrong) {
            throw new IllegalArgumentException("not a mail address: " + text, wrong);
        }
    }

    static String domain(InternetAddress address) {
        return address.getAddress().substring(address.getAddress().lastIndexOf('@') + 1);
    }
}
