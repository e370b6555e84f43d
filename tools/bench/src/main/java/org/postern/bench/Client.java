// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;

/** One session of a load: the messages of one connection, as long as its {@link Turn} has another. */
interface Client {
    void session(Wire wire, Turn turn) throws IOException;
}
