// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * ClamAV: has content looked at by clamd, over a unix socket or TCP (clamd(8), commands IDSESSION, INSTREAM, VERSION).
 *
 * <p>{@link org.postern.scan.clamd.internal.ClamdEngine} is the component;
 * {@link org.postern.scan.clamd.internal.ClamdScanner} has the addresses gone through by {@link org.postern.scan.peer.Peers}. A
 * {@link org.postern.scan.clamd.internal.Session} is one such connection with one question at a time, and
 * {@link org.postern.scan.clamd.internal.Answer} says what clamd's words mean. Whatever is not one whole well-formed
 * answer to the question asked counts as not scanned (T21).
 */
package org.postern.scan.clamd.internal;
