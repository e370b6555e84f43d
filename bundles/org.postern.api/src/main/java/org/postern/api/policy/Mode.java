// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.policy;

/** Whether a profile acts. */
public enum Mode {
    /** Scan, record, act. */
    ENFORCE,
    /** Scan and record, change nothing: the first week's setting. */
    OBSERVE
}
