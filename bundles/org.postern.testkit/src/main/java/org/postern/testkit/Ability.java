// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.testkit;

/** What an engine may be able to do besides finding what lies open before it. */
public enum Ability {
    /** It looks into zip archives, and into those inside. */
    UNPACKS_ZIP
}
