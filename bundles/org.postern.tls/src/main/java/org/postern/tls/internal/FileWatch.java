// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.postern.api.config.ConfigurationDoor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the files of certificates and authorities now and then, on a thread of its own. */
@Component(
        immediate = true,
        service = {})
public final class FileWatch {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private static final long PERIOD_SECONDS = 2;

    private final Certificates certificates;
    private final Trusts trusts;
    private final TlsCheck check;
    private final ScheduledExecutorService thread;
    private volatile Optional<ConfigurationDoor> door = Optional.empty();

    /** Begins to look. */
    @Activate
    public FileWatch(@Reference Certificates certificates, @Reference Trusts trusts, @Reference TlsCheck check) {
        this.certificates = certificates;
        this.trusts = trusts;
        this.check = check;
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "postern-tls-files");
            made.setDaemon(true);
            return made;
        });
        var unused = thread.scheduleWithFixedDelay(this::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindDoor(ConfigurationDoor here) {
        door = Optional.of(here);
    }

    void unbindDoor(ConfigurationDoor gone) {
        door = door.filter(current -> current != gone);
    }

    private void look() {
        try {
            certificates.look();
            trusts.look();
            if (check.isOver()) {
                door.ifPresent(ConfigurationDoor::reload);
            }
        } catch (RuntimeException | LinkageError failed) {
            // The thread must go on: certificates expire while nobody looks.
            LOG.error("the files of certificates could not be looked at; what is in force stays", failed);
        }
    }

    @Deactivate
    void stop() {
        thread.shutdown(); // no interrupt: the door may be writing a last good copy
    }
}
