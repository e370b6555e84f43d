// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.policy;

import static java.util.Objects.requireNonNull;

import org.postern.api.spool.Octets;

/** What becomes of a message. */
public sealed interface Outcome {
    /**
     * It goes on.
     *
     * @param octets what is to be relayed: the message itself, or its segments; valid while the spooled message is open
     * @param original what may become of the message at its source
     */
    record Deliver(Octets octets, Original original) implements Outcome {
        public Deliver {
            requireNonNull(octets);
            requireNonNull(original);
        }

        /** Nothing hinders the client from removing the original. */
        public Deliver(Octets octets) {
            this(octets, Original.MAY_GO);
        }
    }

    /**
     * It does not go on; the client keeps it.
     *
     * @param refusal the class of it, from which the inspector makes its reply
     * @param detail one line for the journal; never for the peer
     */
    record Refuse(Refusal refusal, String detail) implements Outcome {
        public Refuse {
            requireNonNull(refusal);
            requireNonNull(detail);
        }
    }
}
