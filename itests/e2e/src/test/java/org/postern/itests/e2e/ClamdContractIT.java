// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.postern.api.scan.Scanner;
import org.postern.scan.clamd.internal.ClamdEngine;
import org.postern.testkit.Ability;
import org.postern.testkit.Fault;
import org.postern.testkit.ScannerContract;

/** The adapter before a real clamd keeps the contract of scanners. */
class ClamdContractIT extends ScannerContract {
    private static PrivateClamd clamd;

    private Optional<ClamdEngine> engine = Optional.empty();
    private Optional<Scanner> offered = Optional.empty();

    @BeforeAll
    static void startClamd() throws Exception {
        clamd = PrivateClamd.start("AlertEncrypted yes", "AlertExceedsMax yes", "MaxThreads 12");
    }

    @AfterAll
    static void stopClamd() throws Exception {
        clamd.close();
    }

    @Override
    protected Scanner scanner() {
        engine = Optional.of(new ClamdEngine(context(), new Settings()));
        return offered.orElseThrow();
    }

    @Override
    protected void close(Scanner made) {
        engine.orElseThrow().deactivate();
    }

    @Override
    protected Set<Ability> abilities() {
        return Set.of(Ability.UNPACKS_ZIP);
    }

    /** As many as are configured: more would wait at clamd. */
    @Override
    protected int concurrency() {
        return 8;
    }

    @Override
    protected Optional<Fault> outage() {
        return Optional.of(new Fault("clamd is stopped", clamd::stop, clamd::startAgain));
    }

    /** As much of a framework as the engine needs. */
    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                BundleContext.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> {
                    offered = Optional.of((Scanner) arguments[1]);
                    return Proxy.newProxyInstance(
                            BundleContext.class.getClassLoader(),
                            new Class<?>[] {ServiceRegistration.class},
                            (registration, call, none) -> null);
                });
    }

    @SuppressWarnings("ClassExplicitlyAnnotation")
    private record Settings() implements ClamdEngine.Config {
        @Override
        public String name() {
            return "clamd";
        }

        @Override
        public String[] addresses() {
            return new String[] {clamd.address()};
        }

        @Override
        public int maxConcurrent() {
            return 8;
        }

        @Override
        public int connectTimeoutMillis() {
            return 5000;
        }

        @Override
        public int readTimeoutMillis() {
            return 20_000;
        }

        @Override
        public int idleTimeoutMillis() {
            return 20_000;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return ClamdEngine.Config.class;
        }
    }
}
