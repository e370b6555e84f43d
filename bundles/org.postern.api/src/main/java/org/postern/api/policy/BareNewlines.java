// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.policy;

/** Which bare CR and bare LF in message data are refused (550 5.6.0). */
public enum BareNewlines {
    /** Those that stand next to a lone dot, so that a lax server could see an end of data there. */
    REFUSE_DANGEROUS,
    /** All. */
    REFUSE_ALL
}
