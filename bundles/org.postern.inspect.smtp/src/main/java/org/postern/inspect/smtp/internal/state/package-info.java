// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/** What is known about the dialogue: the transaction, the replies that are due, the keywords offered. No octets, no actions. */
package org.postern.inspect.smtp.internal.state;
