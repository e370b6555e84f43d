// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * The contract of a scanner as tests: a vendor extends {@link org.postern.testkit.ScannerContract}, says how to make the
 * scanner, and runs it by JUnit. Needs no framework and no gateway: a test library, on a class path.
 */
package org.postern.testkit;
