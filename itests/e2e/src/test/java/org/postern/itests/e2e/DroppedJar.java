// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A vendor's jar, as bnd would make it, with a mistake or without. */
final class DroppedJar {
    private static final String COMPONENT = "OSGI-INF/component.xml";

    private final Manifest manifest = new Manifest();
    private String xml = "";
    private Class<?> scanner = DroppedScanner.class;

    private DroppedJar() {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    static DroppedJar plain() {
        return new DroppedJar();
    }

    static DroppedJar bundle(String symbolicName) {
        return plain().with("Bundle-ManifestVersion", "2")
                .with("Bundle-SymbolicName", symbolicName)
                .with("Bundle-Version", "1.0.0")
                .with("Import-Package", "org.postern.api.scan");
    }

    DroppedJar with(String header, String value) {
        manifest.getMainAttributes().putValue(header, value);
        return this;
    }

    /**
     * @param attributes of the component's element
     * @param engine the engine's name
     */
    DroppedJar component(Class<? extends DroppedScanner> implementation, String attributes, String engine) {
        scanner = implementation;
        xml = "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.4.0' name='" + implementation.getName() + "' "
                + attributes + "><property name='scanner.name' value='" + engine + "'/><service><provide"
                + " interface='org.postern.api.scan.Scanner'/></service><implementation class='"
                + implementation.getName() + "'/></scr:component>";
        return with("Service-Component", COMPONENT);
    }

    /** Has the component wait for a service of that type. */
    DroppedJar reference(String type) {
        xml = xml.replace("<implementation", "<reference name='client' interface='" + type + "'/><implementation");
        return this;
    }

    byte[] octets() throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(octets, manifest)) {
            for (Class<?> type = scanner; type != Object.class; type = type.getSuperclass()) {
                String name = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(name));
                try (var in = type.getResourceAsStream("/" + name)) {
                    in.transferTo(jar);
                }
            }
            if (!xml.isEmpty()) {
                jar.putNextEntry(new JarEntry(COMPONENT));
                jar.write(xml.getBytes(UTF_8));
            }
        }
        return octets.toByteArray();
    }
}
