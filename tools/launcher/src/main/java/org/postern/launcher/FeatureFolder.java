// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import jakarta.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureService;

/**
 * The features of a distribution: one JSON file each, in the form of the OSGi Feature Service specification
 * (Compendium 8, chapter 159). A bundle's start level is its metadata {@code bundleStartLevel}.
 */
final class FeatureFolder {
    static final String START_LEVEL = "bundleStartLevel";

    private FeatureFolder() {}

    /** All bundles of all features, lowest start level first, within a level in the order of the files. */
    static List<FeatureBundle> read(Path features) throws LaunchException {
        var reader = ServiceLoader.load(FeatureService.class)
                .findFirst()
                .orElseThrow(() -> new LaunchException(
                        ExitCode.START_FAILED, "lib/ lacks org.apache.felix.feature; unpack the distribution again"));
        var bundles = new ArrayList<FeatureBundle>();
        for (var file : jsonFiles(features)) {
            bundles.addAll(read(reader, file));
        }
        refuseDuplicates(bundles);
        bundles.sort(Comparator.comparingInt(FeatureBundle::startLevel));
        return bundles;
    }

    /** What features and folder do not agree on, one sentence each; empty when they agree. */
    static List<String> differences(List<FeatureBundle> bundles, Path folder) throws LaunchException {
        var named = bundles.stream().collect(Collectors.toMap(FeatureBundle::fileName, b -> b));
        var there = jars(folder);
        var differences = new ArrayList<String>();
        for (var name : new TreeSet<>(named.keySet())) {
            if (!there.contains(name)) {
                differences.add(named.get(name).feature().getFileName() + " names "
                        + named.get(name).id() + ", but " + folder.resolve(name) + " is not there");
            }
        }
        for (var name : there) {
            if (!named.containsKey(name)) {
                differences.add(folder.resolve(name) + " is there, but no feature names it");
            }
        }
        return differences;
    }

    private static List<FeatureBundle> read(FeatureService reader, Path file) throws LaunchException {
        try (var text = Files.newBufferedReader(file)) {
            var bundles = new ArrayList<FeatureBundle>();
            Feature feature = reader.readFeature(text);
            for (var bundle : feature.getBundles()) {
                bundles.add(new FeatureBundle(
                        bundle.getID().toString(),
                        startLevel(bundle.getMetadata().get(START_LEVEL)),
                        file));
            }
            return bundles;
        } catch (IOException | JsonException | IllegalArgumentException | ClassCastException failed) {
            throw new LaunchException(
                    ExitCode.START_FAILED, file + " is not a feature; correct it, or unpack it again", failed);
        }
    }

    private static int startLevel(Object metadata) {
        if (metadata instanceof Number level) {
            return level.intValue();
        }
        throw new IllegalArgumentException("a bundle without the number \"" + START_LEVEL + "\"");
    }

    private static void refuseDuplicates(List<FeatureBundle> bundles) throws LaunchException {
        var seen = new HashMap<String, FeatureBundle>();
        for (var bundle : bundles) {
            var first = seen.putIfAbsent(bundle.fileName(), bundle);
            if (first != null) {
                throw new LaunchException(
                        ExitCode.START_FAILED,
                        bundle.id() + " is named twice, in " + first.feature() + " and in " + bundle.feature()
                                + "; name it in one");
            }
        }
    }

    private static List<Path> jsonFiles(Path features) throws LaunchException {
        try (var files = Files.list(features)) {
            var found = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new LaunchException(
                        ExitCode.START_FAILED, features + " holds no feature; unpack the distribution again");
            }
            return found;
        } catch (IOException failed) {
            throw new LaunchException(
                    ExitCode.START_FAILED, features + " cannot be listed; unpack the distribution again", failed);
        }
    }

    private static Set<String> jars(Path folder) throws LaunchException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException failed) {
            throw new LaunchException(
                    ExitCode.START_FAILED, folder + " cannot be listed; unpack the distribution again", failed);
        }
    }
}
