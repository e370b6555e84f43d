// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * What is kept of messages: the quarantine. Its write is the only synchronous one: the unmodified message is on the disk
 * before the replaced one leaves.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.postern.api.record;
