// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureFolderTest {
    private static final String FEATURE = """
            // a comment, which the specification allows
            { "feature-resource-version": "1.0", "id": "org.postern:features:osgifeature:%s:1", "bundles": [ %s ] }
            """;

    @TempDir
    Path folder;

    @Test
    void readsBundlesInTheOrderOfTheirStartLevels() throws Exception {
        feature("a", bundle("x:late:1", 40), bundle("x:first:1", 1));
        feature("b", bundle("x:second:2.0-SNAPSHOT", 1));

        var bundles = FeatureFolder.read(folder);

        assertThat(bundles)
                .extracting(FeatureBundle::fileName)
                .containsExactly("first-1.jar", "second-2.0-SNAPSHOT.jar", "late-1.jar");
    }

    @Test
    void namesEachDifferenceBetweenFeaturesAndBundles() throws Exception {
        feature("a", bundle("x:both:1", 1), bundle("x:missing:1", 1));
        var bundles = Files.createDirectory(folder.resolve("bundles"));
        Files.createFile(bundles.resolve("both-1.jar"));
        Files.createFile(bundles.resolve("surplus-1.jar"));

        var differences = FeatureFolder.differences(FeatureFolder.read(folder), bundles);

        assertThat(differences)
                .containsExactly(
                        "a.json names x:missing:1, but " + bundles.resolve("missing-1.jar") + " is not there",
                        bundles.resolve("surplus-1.jar") + " is there, but no feature names it");
    }

    @Test
    void refusesABundleNamedTwice() throws Exception {
        feature("a", bundle("x:y:1", 1));
        feature("b", bundle("x:y:1", 1));

        assertThat(refusal()).hasMessageContaining("x:y:1 is named twice").hasMessageContaining("b.json");
    }

    @Test
    void refusesABundleWithoutAStartLevel() throws Exception {
        feature("a", "{ \"id\": \"x:y:1\" }");

        assertThat(refusal()).hasMessageContaining("a.json").hasMessageContaining("bundleStartLevel");
    }

    @Test
    void saysWhereAFileIsBroken() throws Exception {
        Files.writeString(folder.resolve("a.json"), "{\n \"id\": }");

        assertThat(refusal()).hasMessageContaining("a.json").hasMessageContaining("line no=2");
    }

    @Test
    void refusesAFolderWithoutFeatures() {
        assertThat(refusal()).hasMessageContaining("holds no feature");
    }

    private LaunchException refusal() {
        var refused = catchThrowableOfType(LaunchException.class, () -> FeatureFolder.read(folder));
        assertThat(refused.exitCode()).isEqualTo(ExitCode.START_FAILED);
        return refused;
    }

    private void feature(String name, String... bundles) throws IOException {
        Files.writeString(folder.resolve(name + ".json"), FEATURE.formatted(name, String.join(", ", bundles)));
    }

    private static String bundle(String id, int startLevel) {
        return "{ \"id\": \"%s\", \"bundleStartLevel\": %d }".formatted(id, startLevel);
    }
}
