// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.postern.api.config.ConfigurationSet;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Scanner;

@Timeout(60)
class IcapEngineTest {
    private final List<String> calls = new ArrayList<>();
    private Scanner service;
    private Dictionary<?, ?> properties;

    @Test
    void offersOneServiceWhichAChangeDoesNotTakeAway() throws Exception {
        try (FakeIcap first = FakeIcap.with(FakeIcap::honest);
                FakeIcap second = FakeIcap.with(FakeIcap::honest)) {
            IcapEngine.Config config = config("one", 3, first.address().toString());
            IcapEngine engine = new IcapEngine(config);
            engine.start(context(), config);
            assertThat(properties.get(Scanner.NAME)).isEqualTo("one");
            assertThat(properties.get(Scanner.MAX_CONCURRENT)).isEqualTo(3);

            engine.modified(config("two", 5, second.address().toString()));

            assertThat(calls).containsExactly("registerService", "setProperties");
            assertThat(properties.get(Scanner.NAME)).isEqualTo("two");
            assertThat(service.scan(Request.of("x"))).isEqualTo(ScanResult.clean());
            assertThat(second.clients()).hasSize(1);

            engine.modified(config("three", 5, "nonsense"));
            assertThat(service.scan(Request.of("evil"))).isEqualTo(ScanResult.infected("Evil.Test"));
            assertThat(calls).hasSize(2);

            engine.deactivate();
            assertThat(calls).endsWith("unregister");
        }
    }

    @Test
    void doesNotComeWithWhatIsWrong() {
        assertThatIllegalArgumentException().isThrownBy(() -> new IcapEngine(config("a b", 1, "a:1")));
        assertThatIllegalArgumentException().isThrownBy(() -> new IcapEngine(config("a", 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new IcapEngine(config("a", 1, "/run/icap.ctl")));
    }

    @Test
    void saysThatThereIsNoTls() throws Exception {
        Map<String, Object> secured =
                new HashMap<>(Map.of("tls", "IMPLICIT", "addresses", new String[] {"127.0.0.1:1"}));
        try (FakeIcap server = FakeIcap.with(FakeIcap::honest)) {
            secured.put("addresses", new String[] {server.address().toString()});
            IcapEngine.Config config = config(secured);
            IcapEngine engine = new IcapEngine(config);
            engine.start(context(), config);

            assertThat(service.scan(Request.of("x")).text())
                    .contains("no TLS: the bundle org.postern.tls is not there");

            engine.deactivate();
        }
    }

    @Test
    void theDoorIsToldWhichFileAndKey() {
        var set = new ConfigurationSet(List.of(
                entry("a", Map.of("name", "a b", "addresses", new String[] {"/run/a", "nonsense", "h:1344"})),
                entry("b", Map.of("addresses", new String[0], "service", "a b")),
                entry("c", Map.of("service", "/avscan")),
                entry("d", Map.of("service", "x\r\nEvil: 1")),
                entry("e", Map.of("tlsVerify", "PIN")),
                entry("f", Map.of("tlsPins", new String[] {"12"}, "tlsVerify", "PIN", "tlsAuthorities", "a.pem")),
                entry("g", Map.of("tlsPins", new String[] {"A".repeat(64)})),
                entry("h", Map.of("service", "", "name", "b", "addresses", new String[] {"[::1]:1344"}))));

        assertThat(new IcapCheck().check(set))
                .extracting(problem -> problem.file().replace("org.postern.scan.icap~", "") + " " + problem.key())
                .containsExactly(
                        "a.cfg name",
                        "a.cfg addresses",
                        "a.cfg addresses",
                        "b.cfg service",
                        "b.cfg addresses",
                        "c.cfg service",
                        "d.cfg service",
                        "e.cfg tlsPins",
                        "f.cfg tlsPins",
                        "f.cfg tlsAuthorities",
                        "g.cfg tlsPins");
    }

    private static ConfigurationSet.Entry entry(String name, Map<String, Object> properties) {
        return new ConfigurationSet.Entry(IcapEngine.PID, Optional.of(name), properties);
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
                IcapEngineTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    return call.on(arguments);
                }));
    }

    private static IcapEngine.Config config(String name, int maxConcurrent, String... addresses) {
        return config(Map.of("name", name, "maxConcurrent", maxConcurrent, "addresses", addresses));
    }

    private static IcapEngine.Config config(Map<String, Object> values) {
        return (IcapEngine.Config) Proxy.newProxyInstance(
                IcapEngineTest.class.getClassLoader(),
                new Class<?>[] {IcapEngine.Config.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
