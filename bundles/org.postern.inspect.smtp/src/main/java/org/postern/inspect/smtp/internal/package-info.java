// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * The SMTP inspector (RFC 5321, 2920, 1870, 6152, 6531, 3461, 2034, 3207, 4954). Start reading at
 * {@link org.postern.inspect.smtp.internal.session.SmtpInspector}.
 */
package org.postern.inspect.smtp.internal;
