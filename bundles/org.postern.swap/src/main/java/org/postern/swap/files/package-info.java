// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * Directories that hold mail: what the spool and the quarantine ask of the file system (T50). It stands here because
 * this bundle is what stages share and vendors never see.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.postern.swap.files;
