// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * Any scanner with a command line: a program is run for each scan, and its exit code and what it prints are the answer.
 *
 * <p>{@link org.postern.scan.command.internal.CommandEngine} is the component. For each scan
 * {@link org.postern.scan.command.internal.CommandScanner} has a {@link org.postern.scan.command.internal.Workspace} made
 * that holds the content, a {@link org.postern.scan.command.internal.Run} of the program awaited and all of its processes
 * ended ({@link org.postern.scan.command.internal.ProcessTree}), and {@link org.postern.scan.command.internal.Meaning} says
 * what came of it. Whatever is not one whole, expected answer counts as not scanned (T21). No shell takes part; nothing
 * out of a mail is in a command line, an environment or the name of a file.
 */
package org.postern.scan.command.internal;
