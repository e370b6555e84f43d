// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.start;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bundle that is put into {@code deploy/}. */
public final class VendorStandIn implements BundleActivator {
    private static final Logger LOG = LoggerFactory.getLogger(VendorStandIn.class);

    @Override
    public void start(BundleContext context) {
        LOG.info("vendor started");
    }

    @Override
    public void stop(BundleContext context) {
        LOG.info("vendor stopped");
    }
}
