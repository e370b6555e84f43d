// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * What {@code ./postern demo} shows the gateway with: a mail server in memory ({@link org.postern.demo.DemoServer}, SMTP
 * and POP3) that keeps every octet as it came, adds no header and believes everybody, and a client
 * ({@link org.postern.demo.DemoClient}) that takes two samples through it by either protocol and prints what arrived beside
 * what was put in.
 *
 * <p>For loopback and a handful of messages; not a mail server.
 */
package org.postern.demo;
