// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.inspect;

import org.osgi.annotation.versioning.ConsumerType;

/** Makes inspectors: an OSGi service with the property {@value #NAME}. */
@ConsumerType
public interface InspectorFactory {
    /** Service property: the name by which rules call it; {@code smtp} and {@code pop3} are the defaults. */
    String NAME = "inspector.name";

    /**
     * Begins a session. Does not block, any thread.
     *
     * @param context what the session has
     * @return its inspector
     */
    Inspector open(SessionContext context);
}
