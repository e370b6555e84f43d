// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Scanner;

class CommandEngineTest {
    @TempDir
    Path folder;

    private final List<String> calls = new ArrayList<>();
    private Scanner service;
    private Dictionary<?, ?> properties;

    @Test
    void offersOneServiceWhichAChangeDoesNotTakeAway() throws Exception {
        CommandEngine engine = new CommandEngine(context(), config("one", 3, "echo : OK"));
        assertThat(properties.get(Scanner.NAME)).isEqualTo("one");
        assertThat(properties.get(Scanner.MAX_CONCURRENT)).isEqualTo(3);
        assertThat(service.scan(Request.of("x"))).isEqualTo(ScanResult.clean());

        engine.modified(config("two", 5, "echo : Evil FOUND"));

        assertThat(calls).containsExactly("registerService", "setProperties");
        assertThat(properties.get(Scanner.NAME)).isEqualTo("two");
        assertThat(properties.get(Scanner.MAX_CONCURRENT)).isEqualTo(5);
        assertThat(service.scan(Request.of("x"))).isEqualTo(ScanResult.infected("Evil"));

        engine.modified(Configs.of(Map.of("name", "three", "command", new String[] {"nonsense"})));
        assertThat(service.scan(Request.of("x"))).isEqualTo(ScanResult.infected("Evil"));
        assertThat(calls).hasSize(2);

        engine.deactivate();
        assertThat(calls).endsWith("unregister");
        assertThat(folder.resolve("data/scan.command")).isEmptyDirectory();
        assertThat(service.scan(Request.of("x"))).isEqualTo(ScanResult.failed("the engine is closed"));
    }

    @Test
    void doesNotComeWithWhatIsWrong() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CommandEngine(context(), config("a b", 1, ":")));
        assertThat(calls).isEmpty();
    }

    private static CommandEngine.Config config(String name, int maxConcurrent, String script) {
        return Configs.of(Map.of(
                "name", name, "maxConcurrent", maxConcurrent, "command", new String[] {"/bin/sh", "-c", script, "{file}"
                }));
    }

    private BundleContext context() {
        return (BundleContext) proxy(BundleContext.class, (proxy, method, arguments) -> {
            if (method.getName().equals("getProperty")) {
                return folder.toString();
            }
            calls.add(method.getName());
            service = (Scanner) arguments[1];
            properties = (Dictionary<?, ?>) arguments[2];
            return proxy(ServiceRegistration.class, (registration, called, changed) -> {
                calls.add(called.getName());
                if (changed != null) {
                    properties = (Dictionary<?, ?>) changed[0];
                }
                return null;
            });
        });
    }

    private static Object proxy(Class<?> type, java.lang.reflect.InvocationHandler handler) {
        return Proxy.newProxyInstance(CommandEngineTest.class.getClassLoader(), new Class<?>[] {type}, handler);
    }
}
