// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.line;

import org.osgi.annotation.versioning.ConsumerType;
import org.postern.api.inspect.OctetTransform;

/** A message on its way to a peer, in the form in which its protocol has its end told. */
@ConsumerType
public interface Outgoing extends OctetTransform {
    /** From here on nothing leaves, least of all an end: the peer must not take what it has for a message (T32, T34). */
    void abort();

    /** @return whether the end of the message has left */
    boolean isEnded();

    /** @return how many octets of the message have left */
    long octetsTaken();
}
