// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows the Metatype of every bundle that is resolved, whether it runs or not. Thread-safe. */
final class MetatypeTracker implements BundleTrackerCustomizer<List<Schema>>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetatypeTracker.class);

    private final BundleTracker<List<Schema>> tracker;
    private final Runnable changed;

    /** @param changed told of each bundle with a Metatype that comes or goes; returns at once */
    MetatypeTracker(BundleContext context, Runnable changed) {
        this.changed = changed;
        this.tracker =
                new BundleTracker<>(context, Bundle.RESOLVED | Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING, this);
    }

    void open() {
        tracker.open();
    }

    /** What is known now; of two bundles that describe a PID the one installed last counts. */
    Schema.Known known() {
        return Schema.Known.of(tracker.getTracked().entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<Bundle, List<Schema>> entry) ->
                        entry.getKey().getBundleId()))
                .flatMap(entry -> entry.getValue().stream())
                .toList());
    }

    @Override
    public List<Schema> addingBundle(Bundle bundle, BundleEvent event) {
        var documents = bundle.findEntries(MetatypeXml.FOLDER, "*.xml", false);
        if (documents == null) {
            return null; // the tracker's word for: not interested
        }
        var schemas = new ArrayList<Schema>();
        for (var document : Collections.list(documents)) {
            schemas.addAll(read(document, bundle));
        }
        changed.run();
        return schemas;
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, List<Schema> schemas) {
        // Started or stopped: its Metatype is the same.
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, List<Schema> schemas) {
        changed.run();
    }

    @Override
    public void close() {
        tracker.close();
    }

    private static List<Schema> read(URL document, Bundle bundle) {
        try (var octets = document.openStream()) {
            return MetatypeXml.read(octets);
        } catch (IOException | XMLStreamException bad) {
            LOG.warn("{}: {} cannot be read; its configuration is not known", bundle.getSymbolicName(), document, bad);
            return List.of();
        }
    }
}
