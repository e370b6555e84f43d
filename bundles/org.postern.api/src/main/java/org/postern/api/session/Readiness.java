// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.session;

/**
 * Marker under which the end of the start is announced in the service registry, for whoever started the framework.
 *
 * <p>Its service properties speak: {@link #LINE} once everything that is configured serves, {@link #FAILED} when the
 * gateway cannot start as configured.
 */
public interface Readiness {
    /** Service property: the readiness line, without the time it took. */
    String LINE = "postern.ready.line";

    /** Service property: why the start failed, and what to do. */
    String FAILED = "postern.failed";
}
