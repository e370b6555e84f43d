// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * Notices: the text that stands where something was removed.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.postern.api.notice;
