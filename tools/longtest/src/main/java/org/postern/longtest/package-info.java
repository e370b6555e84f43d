// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * For tests with {@code @Tag("long")}, which {@code ./postern test --long} runs: {@link org.postern.longtest.Fuzzing} runs a
 * fuzz target for a time, {@link org.postern.longtest.Result} writes what came out as a row of {@code docs/long-tests.md}.
 */
package org.postern.longtest;
