// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.postern.tls.internal.identity.CertificateSource;

/** Makes sources of configurations. */
final class Sources {
    private final Path base;

    /** @param base what relative paths count from */
    Sources(Path base) {
        this.base = base.toAbsolutePath();
    }

    /** @param context knows the instance's folder by the framework property {@code postern.base} */
    Sources(BundleContext context) {
        this(Path.of(Optional.ofNullable(context.getProperty("postern.base")).orElse("")));
    }

    Path base() {
        return base;
    }

    /**
     * @param name the configuration's
     * @param properties typed as {@link CertificateConfig} says
     */
    CertificateSource of(String name, Map<String, Object> properties) {
        Path certificate = base.resolve(text(properties, "certificate"));
        String key = text(properties, "key");
        String password = text(properties, "passwordFile");
        return new CertificateSource(
                name,
                certificate,
                key.isEmpty() ? certificate : base.resolve(key),
                password.isEmpty() ? Optional.empty() : Optional.of(base.resolve(password)),
                names(properties).map(server -> server.toLowerCase(Locale.ROOT)).toList(),
                Boolean.TRUE.equals(properties.get("isDefault")));
    }

    static Stream<String> names(Map<String, Object> properties) {
        return properties.get("serverNames") instanceof String[] list ? List.of(list).stream() : Stream.empty();
    }

    static String text(Map<String, Object> properties, String key) {
        return properties.get(key) instanceof String text ? text : "";
    }
}
