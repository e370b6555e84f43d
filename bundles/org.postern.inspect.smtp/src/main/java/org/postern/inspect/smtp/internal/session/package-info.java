// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/** Wires commands, replies and message content of both sides together. */
package org.postern.inspect.smtp.internal.session;
