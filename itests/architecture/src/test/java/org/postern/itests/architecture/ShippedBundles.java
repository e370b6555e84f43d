// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/** Our bundles as they lie in the distribution: what bnd made of the sources, not the sources. */
final class ShippedBundles {
    private static final Path DISTRIBUTION = Path.of(System.getProperty("postern.distribution"));

    /** The libraries that bundles carry inside, for themselves alone. */
    private static final List<String> EMBEDDED = List.of("org.apache.felix.utils.properties", "org.tukaani.xz");

    private ShippedBundles() {}

    /**
     * @param packages those that hold classes of ours
     * @param exported the header Export-Package, empty if there is none
     */
    record Bundle(Path jar, String symbolicName, Set<String> packages, String exported) {
        String fileNameWithoutVersion() {
            return jar.getFileName().toString().replaceFirst("-\\d.*\\.jar$", "");
        }

        boolean holds(JavaClass type) {
            return packages.contains(type.getPackageName());
        }
    }

    static List<Bundle> read() {
        var bundles = new ArrayList<Bundle>();
        try (var jars = Files.newDirectoryStream(DISTRIBUTION.resolve("bundles"), "org.postern.*.jar")) {
            for (var jar : jars) {
                bundles.add(read(jar));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(bundles);
    }

    private static boolean isEmbedded(String packageName) {
        return EMBEDDED.stream().anyMatch(library -> (packageName + ".").startsWith(library + "."));
    }

    /** All classes of all our bundles, without the embedded libraries. */
    static JavaClasses classes(List<Bundle> bundles) {
        return new ClassFileImporter()
                .withImportOption(location -> EMBEDDED.stream()
                        .noneMatch(library -> location.contains("/" + library.replace('.', '/') + "/")))
                .importLocations(bundles.stream()
                        .map(bundle ->
                                Location.of(URI.create("jar:" + bundle.jar().toUri() + "!/")))
                        .toList());
    }

    private static Bundle read(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            Attributes manifest = file.getManifest().getMainAttributes();
            var packages = file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
                    .filter(name -> !isEmbedded(name))
                    .collect(Collectors.toUnmodifiableSet());
            var exported = manifest.getValue("Export-Package");
            return new Bundle(
                    jar, manifest.getValue("Bundle-SymbolicName"), packages, exported == null ? "" : exported);
        }
    }
}
