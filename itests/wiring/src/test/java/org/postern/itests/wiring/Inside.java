// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.postern.api.config.ConfigurationDoor;
import org.postern.api.scan.ScanService;
import org.postern.api.session.GatewayState;

/** What tests inside the framework ask it for. */
final class Inside {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    interface Condition {
        boolean holds() throws Exception;
    }

    private Inside() {}

    static BundleContext context() {
        return FrameworkUtil.getBundle(Inside.class).getBundleContext();
    }

    static Bundle bundle(String symbolicName) {
        for (Bundle bundle : context().getBundles()) {
            if (symbolicName.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new AssertionError("no bundle " + symbolicName);
    }

    static <T> T service(Class<T> type) throws Exception {
        await("service " + type.getName(), () -> context().getServiceReference(type) != null);
        return context().getService(context().getServiceReference(type));
    }

    /** Looks again and again: what is waited for happens on threads of the framework, which tell nobody. */
    static void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    static GatewayState listening() throws Exception {
        GatewayState gateway = service(GatewayState.class);
        await("the listener", () -> gateway.listeners().stream().anyMatch(GatewayState.ListenerState::isListening));
        return gateway;
    }

    static boolean usable(ScanService scanners, String name) {
        return scanners.engines().stream()
                .anyMatch(
                        engine -> engine.name().equals(name) && engine.problem().isEmpty());
    }

    static Path etc() {
        return Path.of(context().getProperty("postern.base"), "etc");
    }

    /** Points the listener of that protocol, which is called as it, to that port of this host. */
    static void forward(String protocol, int port) throws Exception {
        Files.writeString(
                etc().resolve("org.postern.listener~" + protocol + ".cfg"),
                "protocol = " + protocol + "\naddress = 127.0.0.1\nport = 0\nupstream = 127.0.0.1:" + port + "\n");
        service(ConfigurationDoor.class).reload();
        GatewayState gateway = service(GatewayState.class);
        await(
                "the new upstream",
                () -> gateway.listeners().stream()
                        .anyMatch(listener ->
                                listener.isListening() && listener.description().endsWith(":" + port)));
    }

    static int portOf(GatewayState gateway, String protocol) {
        return gateway.listeners().stream()
                .map(GatewayState.ListenerState::description)
                .filter(description -> description.startsWith(protocol + " "))
                .map(description -> description.replaceAll("^\\S+ 127\\.0\\.0\\.1:(\\d+) .*", "$1"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElseThrow();
    }
}
