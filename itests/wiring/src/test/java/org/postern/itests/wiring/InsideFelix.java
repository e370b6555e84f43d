// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.wiring;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.ops4j.pax.exam.TestAddress;
import org.ops4j.pax.exam.TestProbeBuilder;
import org.ops4j.pax.exam.spi.ExamReactor;
import org.ops4j.pax.exam.spi.StagedExamReactor;
import org.ops4j.pax.exam.spi.reactors.ReactorManager;

/**
 * Runs the tests of a class inside a framework that Pax Exam starts once for it: Pax Exam itself knows JUnit 4 only. Class
 * and methods must be public, and only {@code @Test} is honoured.
 */
public final class InsideFelix implements BeforeAllCallback, AfterAllCallback, InvocationInterceptor {
    private final Map<String, TestAddress> addresses = new HashMap<>();
    private StagedExamReactor reactor;

    @Override
    public void beforeAll(ExtensionContext context) throws ReflectiveOperationException, IOException {
        Class<?> type = context.getRequiredTestClass();
        Object instance = type.getConstructor().newInstance();
        ReactorManager manager = ReactorManager.getInstance();
        ExamReactor prepared = manager.prepareReactor(type, instance);
        try {
            TestProbeBuilder probe = manager.createProbeBuilder(instance);
            for (Method method : type.getMethods()) {
                if (method.isAnnotationPresent(Test.class)) {
                    addresses.put(method.getName(), probe.addTest(type, method.getName()));
                }
            }
            prepared.addProbe(probe);
        } catch (org.ops4j.pax.exam.ExamConfigurationException e) {
            throw new IllegalStateException(e);
        }
        reactor = manager.stageReactor();
        reactor.beforeClass();
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> context, ExtensionContext extension)
            throws Throwable {
        invocation.skip();
        TestAddress address = addresses.get(context.getExecutable().getName());
        for (TestAddress staged : reactor.getTargets()) {
            if (staged.root().equals(address.root())) {
                reactor.invoke(staged);
                return;
            }
        }
        throw new IllegalStateException("not staged: " + context.getExecutable());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (reactor != null) {
            reactor.afterClass();
        }
    }
}
