// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

/** Content that is given as far as it can be made out. */
interface Breakable {
    /** @return whether what was read contradicts itself or breaks off; known at its end */
    boolean broken();
}
