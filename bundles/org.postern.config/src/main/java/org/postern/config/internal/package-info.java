// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * The one door, in the order that a change takes: {@link EtcFolder} and {@link Settling} tell when the files have come to
 * rest; {@link ConfigFile} reads one; {@link Typing} checks it against a {@link Schema} out of a bundle's Metatype
 * ({@link MetatypeXml}); {@link Proposal} makes a set of what is good and of the last good copies ({@link LastGood}), and
 * steps back until every check agrees; {@link ConfigAdminTarget} puts it in force. {@link Door} is the thread through it.
 *
 * <p>All but {@link DoorComponent}, {@link MetatypeTracker} and {@link ConfigAdminTarget} knows nothing of OSGi.
 */
package org.postern.config.internal;
