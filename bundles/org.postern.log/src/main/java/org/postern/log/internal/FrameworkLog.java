// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.log.internal;

import org.osgi.annotation.bundle.Header;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.LoggerFactory;

/**
 * Hands what the framework, SCR, Config Admin and File Install report to slf4j, warnings and errors alone, under the name
 * of the bundle they are about. Felix's own bridge (felix.logback 1.0.6) loses every entry with Logback 1.5.
 *
 * <p>An activator and no component: it has to hear why SCR does not start a component, and why SCR does not start.
 */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class FrameworkLog implements BundleActivator {
    /** Felix Log repeats the framework's events as entries; they arrive here directly. */
    private static final String EVENTS = "Events.";

    @Override
    public void start(BundleContext context) {
        FrameworkListener frameworkListener = FrameworkLog::report;
        context.addFrameworkListener(frameworkListener);
        new Readers(context).open();
    }

    /** Nothing to do: the framework takes listeners and services back when a bundle stops. */
    @Override
    public void stop(BundleContext context) {}

    private static void report(FrameworkEvent event) {
        var logger = LoggerFactory.getLogger(name(event.getBundle()));
        if (event.getType() == FrameworkEvent.ERROR) {
            logger.error("the framework reports an error", event.getThrowable());
        } else if (event.getType() == FrameworkEvent.WARNING) {
            logger.warn("the framework warns", event.getThrowable());
        }
    }

    private static void report(LogEntry entry) {
        if (entry.getLoggerName() != null && entry.getLoggerName().startsWith(EVENTS)) {
            return;
        }
        var logger = LoggerFactory.getLogger(name(entry.getBundle()));
        switch (entry.getLogLevel()) {
            case ERROR -> logger.error(entry.getMessage(), entry.getException());
            case WARN -> logger.warn(entry.getMessage(), entry.getException());
            default -> {
                // The log service's INFO tells each step of each component: nothing that anybody asked for.
            }
        }
    }

    private static String name(Bundle bundle) {
        return bundle == null || bundle.getSymbolicName() == null ? "framework" : bundle.getSymbolicName();
    }

    private static final class Readers extends ServiceTracker<LogReaderService, LogReaderService> {
        private final LogListener listener = FrameworkLog::report;

        Readers(BundleContext context) {
            super(context, LogReaderService.class, null);
        }

        @Override
        public LogReaderService addingService(ServiceReference<LogReaderService> reference) {
            var reader = super.addingService(reference);
            reader.addLogListener(listener);
            return reader;
        }
    }
}
