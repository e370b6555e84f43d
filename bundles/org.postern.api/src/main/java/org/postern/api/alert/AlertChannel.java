// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.alert;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A way to tell somebody, such as mail: an OSGi service with the property {@value #NAME}. */
@ConsumerType
public interface AlertChannel {
    /** Service property: the channel's name, as rules name it: letters, digits, hyphens. */
    String NAME = "alert.channel";

    /**
     * Carries an alert. Called by several threads at once; may block, within a bound that the channel keeps itself.
     *
     * @param alert what to tell
     * @param to whom, in the channel's own form, as configured; for mail: addresses
     * @throws AlertFailure if it could not be carried: then nobody got it
     * @throws Exception for any other trouble: taken as temporary
     */
    void send(Alert alert, List<String> to) throws Exception;
}
