// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/** What is known about the dialogue: the account, sizes, what was withheld, the capabilities offered. No octets, no actions. */
package org.postern.inspect.pop3.internal.state;
