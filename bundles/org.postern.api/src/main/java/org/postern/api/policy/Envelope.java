// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.policy;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Whom a message is from and for, as the protocol says. Untrusted text out of commands: escape before showing.
 *
 * @param sender SMTP: the reverse-path without angle brackets, empty for the null one; POP3: empty
 * @param recipients SMTP: the forward-paths that the server accepted; POP3: the account, if known
 */
public record Envelope(String sender, List<String> recipients) {
    public Envelope {
        requireNonNull(sender);
        recipients = List.copyOf(recipients);
    }
}
