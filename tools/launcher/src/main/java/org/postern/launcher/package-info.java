// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * Starts Postern: reads the command line, prepares the instance ({@code --base}), starts the OSGi framework with exactly
 * the bundles that the features name, waits until they say that they are ready, and stops them cleanly on a signal.
 *
 * <p>It is a plain jar outside the framework and knows no class of any bundle: it hears of readiness through properties
 * of a service ({@link org.postern.launcher.ReadinessWatch}), and what its options mean it writes to files in the
 * instance&#39;s {@code etc/} ({@link org.postern.launcher.CliConfiguration}), where the configuration door reads it like
 * anything else.
 *
 * <p>The way of a start: {@link org.postern.launcher.Main}, {@link org.postern.launcher.CommandLine},
 * {@link org.postern.launcher.Instance}, {@link org.postern.launcher.FeatureFolder},
 * {@link org.postern.launcher.Platform}, {@link org.postern.launcher.ReadinessWatch}.
 */
package org.postern.launcher;
