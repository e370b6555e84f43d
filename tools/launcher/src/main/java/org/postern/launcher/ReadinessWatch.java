// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;

/**
 * Waits for the gateway's word that it is ready, or why it cannot be: a service of the type {@value #TYPE} with the
 * property {@value #READY_LINE} or {@value #FAILED}. Properties only, since the type belongs to a bundle.
 */
final class ReadinessWatch implements AllServiceListener {
    static final String TYPE = "org.postern.api.session.Readiness";
    static final String READY_LINE = "postern.ready.line";
    static final String DETAILS = "postern.ready.details";
    static final String FAILED = "postern.failed";

    /** What became of the start. */
    sealed interface Outcome {
        /**
         * @param line what the gateway wants to be printed last
         * @param details what it wants to be printed before that, line by line
         */
        record Ready(String line, List<String> details) implements Outcome {
            public Ready {
                details = List.copyOf(details);
            }
        }

        record Failed(String why) implements Outcome {}
    }

    private final CompletableFuture<Outcome> outcome;

    private ReadinessWatch(CompletableFuture<Outcome> outcome) {
        this.outcome = outcome;
    }

    /** Completes {@code outcome} with the first word said from now on, or said already. */
    static void open(BundleContext context, CompletableFuture<Outcome> outcome) {
        var watch = new ReadinessWatch(outcome);
        try {
            context.addServiceListener(watch, "(objectClass=" + TYPE + ")");
            var present = context.getAllServiceReferences(TYPE, null);
            if (present != null) {
                for (var reference : present) {
                    watch.read(reference);
                }
            }
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        if (event.getType() == ServiceEvent.REGISTERED || event.getType() == ServiceEvent.MODIFIED) {
            read(event.getServiceReference());
        }
    }

    private void read(ServiceReference<?> reference) {
        if (reference.getProperty(FAILED) instanceof String why) {
            outcome.complete(new Outcome.Failed(why));
        } else if (reference.getProperty(READY_LINE) instanceof String line) {
            var details = reference.getProperty(DETAILS) instanceof String[] lines ? List.of(lines) : List.<String>of();
            outcome.complete(new Outcome.Ready(line, details));
        }
    }
}
