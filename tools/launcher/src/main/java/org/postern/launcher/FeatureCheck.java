// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import java.nio.file.Path;

/**
 * A step of the build: the bundles that were copied into the distribution are exactly those that its features name.
 * Arguments: the folder of the features, the folder of the bundles.
 */
public final class FeatureCheck {
    private FeatureCheck() {}

    public static void main(String[] args) throws LaunchException {
        var bundles = FeatureFolder.read(Path.of(args[0]));
        var differences = FeatureFolder.differences(bundles, Path.of(args[1]));
        if (!differences.isEmpty()) {
            throw new LaunchException(
                    ExitCode.START_FAILED,
                    "features and bundles differ:\n  " + String.join("\n  ", differences)
                            + "\nName it in features/*.json and as a dependency in distribution/pom.xml, or in neither.");
        }
        System.out.println("features and bundles agree: " + bundles.size() + " bundles");
    }
}
