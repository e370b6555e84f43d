// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.util.Optional;
import org.postern.api.inspect.InspectorFactory;

/** Finds the inspector of a name, as long as it is there. */
interface Inspectors {
    /**
     * @param name as rules name it
     * @param onGoing asks the session to end, when the inspector is about to go
     * @param onGone ends the session, when it must
     * @return a lease, closed by the session at its end; empty if there is no such inspector
     */
    Optional<Leased> lease(String name, Runnable onGoing, Runnable onGone);

    /** An inspector factory that stays until this is closed, or {@code onGone} was called. */
    interface Leased extends AutoCloseable {
        InspectorFactory factory();

        @Override
        void close();
    }
}
