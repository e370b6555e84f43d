// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Scanner;

class ClamdEngineTest {
    private final List<String> calls = new ArrayList<>();
    private Scanner service;
    private Dictionary<?, ?> properties;

    @Test
    void offersOneServiceWhichAChangeDoesNotTakeAway() throws Exception {
        try (FakeClamd first = FakeClamd.onAPort(FakeClamd::honest);
                FakeClamd second = FakeClamd.onAPort(FakeClamd::honest)) {
            ClamdEngine engine =
                    new ClamdEngine(context(), config("one", 3, first.address().toString()));
            assertThat(properties.get(Scanner.NAME)).isEqualTo("one");
            assertThat(properties.get(Scanner.MAX_CONCURRENT)).isEqualTo(3);
            assertThat(properties.get(Scanner.KEEPS_DEADLINES)).isEqualTo(true);

            engine.modified(config("two", 5, second.address().toString()));

            assertThat(calls).containsExactly("registerService", "setProperties");
            assertThat(properties.get(Scanner.NAME)).isEqualTo("two");
            assertThat(properties.get(Scanner.MAX_CONCURRENT)).isEqualTo(5);
            assertThat(service.scan(Request.of("x"))).isEqualTo(ScanResult.clean());
            assertThat(second.clients()).hasSize(1);

            engine.modified(config("three", 5, "nonsense"));
            assertThat(service.scan(Request.of("evil"))).isEqualTo(ScanResult.infected("Evil.Test"));
            assertThat(calls).hasSize(2);

            engine.deactivate();
            assertThat(calls).endsWith("unregister");
            assertThat(second.clients().get(0).awaitEnded()).isTrue();
        }
    }

    @Test
    void doesNotComeWithWhatIsWrong() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClamdEngine(context(), config("a b", 1, "/run/x")));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClamdEngine(context(), config("a", 1)));
        assertThat(calls).isEmpty();
    }

    private BundleContext context() {
        return proxy(BundleContext.class, arguments -> {
            service = (Scanner) arguments[1];
            properties = (Dictionary<?, ?>) arguments[2];
            return proxy(ServiceRegistration.class, changed -> {
                if (changed != null) {
                    properties = (Dictionary<?, ?>) changed[0];
                }
                return null;
            });
        });
    }

    private interface Call {
        Object on(Object[] arguments);
    }

    private <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                ClamdEngineTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    return call.on(arguments);
                }));
    }

    private static ClamdEngine.Config config(String name, int maxConcurrent, String... addresses) {
        Map<String, Object> values = Map.of("name", name, "maxConcurrent", maxConcurrent, "addresses", addresses);
        return (ClamdEngine.Config) Proxy.newProxyInstance(
                ClamdEngineTest.class.getClassLoader(),
                new Class<?>[] {ClamdEngine.Config.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
