// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors

/**
 * What it costs to read a message and to decode its parts, in a process of its own whose class path are the bundles of the
 * built distribution: what is measured is what is delivered. Start at {@link org.postern.bench.mime.MimeBench}.
 */
package org.postern.bench.mime;
