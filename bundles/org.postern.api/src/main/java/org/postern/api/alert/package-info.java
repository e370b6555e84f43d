// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * Alerts: what an administrator is told at once, and the channels by which that is done.
 *
 * <p>A vendor writes an {@link org.postern.api.alert.AlertChannel} and registers it with the property
 * {@value org.postern.api.alert.AlertChannel#NAME}; rules ({@code org.postern.alert~<name>.cfg}) name it. Which events are
 * told, how often, what is a repetition, and when to try again is decided before a channel is called: a channel carries one
 * {@link org.postern.api.alert.Alert} to its readers, or says why not.
 *
 * <p><b>Contents.</b> An alert never holds content of a message. Its strings may come out of mails, chosen by an attacker;
 * each one is a single clean line of bounded length (T51). A channel still escapes them as its medium wants.
 *
 * <p><b>Threads.</b> A channel is called on threads that no mail waits for, several at once; it may block, within a bound of its
 * own. It may come and go at any time.
 *
 * <p><b>Failure.</b> {@link org.postern.api.alert.AlertFailure} says whether another try makes sense; everything else that is
 * thrown counts as temporary. Temporary failures are tried again for about an hour, then the alert is dropped and counted.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.postern.api.alert;
