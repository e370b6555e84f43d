// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * Configuration: one door. Files, shell and console all go through it; whatever reaches a component through Config Admin
 * was checked before.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.postern.api.config;
