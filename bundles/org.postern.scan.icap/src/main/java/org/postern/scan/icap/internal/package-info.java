// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * ICAP: has content looked at by an antivirus server behind the Internet Content Adaptation Protocol (RFC 3507).
 *
 * <p>{@link org.postern.scan.icap.internal.IcapEngine} is the component;
 * {@link org.postern.scan.icap.internal.IcapScanner} has the addresses gone through by
 * {@link org.postern.scan.icap.internal.Servers}, which know what each server offers. A
 * {@link org.postern.scan.icap.internal.Session} is one connection with one question at a time,
 * {@link org.postern.scan.icap.internal.Incoming} reads what comes, each piece bounded, and
 * {@link org.postern.scan.icap.internal.Answer} and {@link org.postern.scan.icap.internal.Threats} say what it means.
 * Whatever is not one whole well-formed answer to the question asked, and whatever a server may have said without looking
 * at all of the content, counts as not scanned (T21).
 */
package org.postern.scan.icap.internal;
