// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.start;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** The built distribution with its framework feature, and a stand-in in place of the gateway. */
final class TestHome {
    private static final Path DISTRIBUTION = Path.of(System.getProperty("postern.distribution"));
    private static final String FEATURE = """
            { "feature-resource-version": "1.0", "id": "org.postern:features:osgifeature:stand-in:1",
              "bundles": [ { "id": "org.postern:stand-in:1", "bundleStartLevel": 80 } ] }
            """;

    private TestHome() {}

    static Path make(Path folder) throws IOException {
        for (var part : List.of("bin", "lib", "bundles", "etc")) {
            copy(DISTRIBUTION.resolve(part), folder.resolve(part));
        }
        Files.createDirectories(folder.resolve("features"));
        Files.copy(DISTRIBUTION.resolve("features/framework.json"), folder.resolve("features/framework.json"));
        Files.writeString(folder.resolve("features/stand-in.json"), FEATURE);
        writeBundle(folder.resolve("bundles/stand-in-1.jar"), "stand-in", GatewayStandIn.class);
        return folder;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.newDirectoryStream(from)) {
            for (var file : files) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** A bundle of one activator and the classes nested in it. */
    static void writeBundle(Path jar, String name, Class<?> activator) throws IOException {
        var manifest = new Manifest();
        var attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", name);
        attributes.putValue("Bundle-Activator", activator.getName());
        attributes.putValue("Import-Package", "org.osgi.framework,org.osgi.service.log,org.slf4j;version=\"[2.0,3)\"");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            add(out, activator);
            for (var nested : activator.getDeclaredClasses()) {
                add(out, nested);
            }
        }
    }

    private static void add(JarOutputStream out, Class<?> type) throws IOException {
        var entry = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new ZipEntry(entry));
        try (var bytes = type.getClassLoader().getResourceAsStream(entry)) {
            bytes.transferTo((OutputStream) out);
        }
        out.closeEntry();
    }
}
