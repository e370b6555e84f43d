// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

/** What it means that other content comes back and no threat is named. */
enum BlockPage {
    /** That the content was not scanned. */
    FAILED,
    /** That the server blocks the content. */
    INFECTED
}
