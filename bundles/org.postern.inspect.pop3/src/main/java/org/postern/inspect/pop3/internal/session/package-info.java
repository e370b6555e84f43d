// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/** Wires commands, answers and messages of both sides together. */
package org.postern.inspect.pop3.internal.session;
