// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.postern.api.scan.Scanner;

/** As much of a framework as the engine and the spool need: the base directory, and one service. */
final class Framework {
    private final Path base;
    private volatile Optional<Scanner> service = Optional.empty();
    private volatile Dictionary<?, ?> properties;
    private volatile int registrations;

    Framework(Path base) {
        this.base = base;
    }

    Optional<Scanner> service() {
        return service;
    }

    Object property(String name) {
        return properties.get(name);
    }

    int registrations() {
        return registrations;
    }

    BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                Framework.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "getProperty":
                            return "postern.base".equals(arguments[0]) ? base.toString() : null;
                        case "registerService":
                            service = Optional.of((Scanner) arguments[1]);
                            properties = (Dictionary<?, ?>) arguments[2];
                            registrations++;
                            return registration();
                        default:
                            throw new UnsupportedOperationException(method.getName());
                    }
                });
    }

    private ServiceRegistration<?> registration() {
        return (ServiceRegistration<?>) Proxy.newProxyInstance(
                Framework.class.getClassLoader(),
                new Class<?>[] {ServiceRegistration.class},
                (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "setProperties":
                            properties = (Dictionary<?, ?>) arguments[0];
                            return null;
                        case "unregister":
                            service = Optional.empty();
                            return null;
                        default:
                            throw new UnsupportedOperationException(method.getName());
                    }
                });
    }
}
