// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * Alerts by mail, sent by Jakarta Mail (Eclipse Angus) straight to a relay.
 *
 * <p>A mail from here has the null envelope sender, so nobody bounces it, and {@code Auto-Submitted: auto-generated} (RFC 3834), so
 * nobody answers it. From and To come out of the configuration alone; what comes out of a mail stands in the Subject and in
 * the text, one clean line each, encoded by the library (T51). No content of a message is ever in it (T61).
 *
 * <p>{@link org.postern.alert.mail.internal.MailChannel} is the component, {@link org.postern.alert.mail.internal.Letter} composes,
 * {@link org.postern.alert.mail.internal.Relay} sends, {@link org.postern.alert.mail.internal.MailCheck} looks at a configuration
 * before it is in force.
 */
package org.postern.alert.mail.internal;
