// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import java.nio.file.Path;

/**
 * One bundle as a feature names it.
 *
 * @param id Maven coordinates, {@code group:artifact:version}
 * @param startLevel 1 or more
 * @param feature the file that names it, for messages
 */
record FeatureBundle(String id, int startLevel, Path feature) {
    FeatureBundle {
        if (id.split(":", -1).length != 3) {
            throw new IllegalArgumentException("'" + id + "' is not group:artifact:version");
        }
        if (startLevel < 1) {
            throw new IllegalArgumentException("'" + id + "' has start level " + startLevel + "; the lowest is 1");
        }
    }

    /** The name of its file in the distribution's {@code bundles/}. */
    String fileName() {
        var parts = id.split(":", -1);
        return parts[1] + "-" + parts[2] + ".jar";
    }
}
