// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.start;

import java.util.Hashtable;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.log.LogService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs inside the framework in the gateway's place: the system property {@code stand.in} says what it does at its start.
 */
public final class GatewayStandIn implements BundleActivator {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayStandIn.class);

    @Override
    public void start(BundleContext context) throws Exception {
        LOG.info("stand-in started");
        LOG.warn("stand-in warns\nand breaks the line");
        var log = context.getService(context.getServiceReference(LogService.class));
        log.getLogger("any").warn("said to the log service");
        switch (System.getProperty("stand.in", "ready")) {
            case "ready" -> say(context, "postern.ready.line", "Postern stands in");
            case "failed" -> say(context, "postern.failed", "port 25 is taken; choose another");
            case "throws" -> throw new IllegalStateException("no spool");
            case "silent" -> LOG.info("says nothing");
            case "blocks" -> new CountDownLatch(1).await();
            default -> throw new IllegalArgumentException(System.getProperty("stand.in"));
        }
    }

    @Override
    public void stop(BundleContext context) {
        LOG.info("stand-in stopped");
    }

    private static void say(BundleContext context, String key, String value) {
        var properties = new Hashtable<String, Object>();
        properties.put(key, value);
        properties.put("postern.ready.details", new String[] {"a detail", "another"});
        // A factory: the framework then does not insist on the type, which this bundle does not have.
        context.registerService("org.postern.api.session.Readiness", new Nothing(), properties);
    }

    private static final class Nothing implements ServiceFactory<Object> {
        @Override
        public Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
            return this;
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<Object> registration, Object service) {}
    }
}
