// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * Containers (archives and compressed files): is one encrypted, damaged, too deep, a bomb; and what is inside?
 *
 * <p>Containers are known by their content, never by a name. Opening is bounded in ratio, size, entries, depth and time,
 * and so is what all containers of one message take together; whatever exceeds a bound is reported as unscannable, never thrown.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.postern.api.archive;
