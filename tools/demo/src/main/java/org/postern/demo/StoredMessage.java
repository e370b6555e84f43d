// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.demo;

import java.util.List;

/**
 * A message as the server took it.
 *
 * @param number counts from 1 and is never used again
 * @param sender the reverse path, without angle brackets
 * @param recipients the forward paths
 * @param octets without dot-stuffing and without the final dot
 */
@SuppressWarnings("ArrayRecordComponent")
record StoredMessage(int number, String sender, List<String> recipients, byte[] octets) {
    StoredMessage {
        recipients = List.copyOf(recipients);
        octets = octets.clone();
    }

    @Override
    public byte[] octets() {
        return octets.clone();
    }
}
