// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * Alert rules: which events an administrator is told of at once, and how often.
 *
 * <p>{@link org.postern.alert.internal.AlertRule} is the component, one for each {@code org.postern.alert~<name>.cfg}; it listens
 * to the event stream. {@link org.postern.alert.internal.Occasion} says what an event means,
 * {@link org.postern.alert.internal.Desk} what is sent when, {@link org.postern.alert.internal.Courier} is the thread that
 * hands alerts to a channel.
 *
 * <p>Nothing here is on the way of a mail. What is kept is bounded: letters that wait, lines of a digest, keys of what was told.
 */
package org.postern.alert.internal;
