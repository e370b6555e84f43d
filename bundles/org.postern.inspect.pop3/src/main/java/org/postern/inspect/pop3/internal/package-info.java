// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * The POP3 inspector (RFC 1939, 2449, 2595, 3206, 5034, 6856). Start reading at
 * {@link org.postern.inspect.pop3.internal.session.Pop3Inspector}.
 */
package org.postern.inspect.pop3.internal;
