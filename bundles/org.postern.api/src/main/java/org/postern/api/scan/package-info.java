// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * Scanning: what a vendor implements ({@link org.postern.api.scan.Scanner}) and what runs it
 * ({@link org.postern.api.scan.ScanService}).
 *
 * <p>Verdicts are total: whatever happens ends as clean, infected, unscannable (with its reason) or failed. Nothing turns
 * the last two into clean, and nothing turns infected into anything else. A scanner knows nothing of mail, sessions,
 * policies, threads or deadlines: it is called, blocks, and answers.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.postern.api.scan;
