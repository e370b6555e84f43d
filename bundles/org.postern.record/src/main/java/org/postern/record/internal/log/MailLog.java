// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.record.internal.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.postern.api.event.EventListener;
import org.postern.api.event.GatewayEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what happened to each message into {@code data/log/mail.log}, one line each. */
@Component(service = EventListener.class, immediate = true)
public final class MailLog implements EventListener {
    private static final Logger LOG = LoggerFactory.getLogger(MailLog.class);
    private static final long MAX_BYTES = 50L << 20;
    private static final int MAX_FILES = 30;

    private final RollingFile file;
    private final Supplier<Instant> clock;
    private long lost;

    /**
     * @param context knows the instance's base directory by the framework property {@code postern.base}
     * @throws IOException if there is no directory for it
     */
    @Activate
    public MailLog(BundleContext context) throws IOException {
        this(
                new RollingFile(
                        path(context), MAX_BYTES, MAX_FILES, new RollingFile.Time(Instant::now, System::nanoTime)),
                Instant::now);
    }

    MailLog(RollingFile file, Supplier<Instant> clock) {
        this.file = file;
        this.clock = clock;
    }

    private static Path path(BundleContext context) throws IOException {
        String base = Optional.ofNullable(context.getProperty("postern.base"))
                .orElseThrow(() -> new IllegalStateException("the framework property postern.base is not set"));
        Path directory = Path.of(base).toAbsolutePath().resolve("data").resolve("log");
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return directory.resolve("mail.log");
    }

    @Override
    public synchronized void on(GatewayEvent event) {
        MailLogLines.of(event).ifPresent(this::append);
    }

    /** A full disk costs lines, never mail; how many is told as soon as there is room again (T24). */
    private void append(String line) {
        try {
            if (lost > 0) {
                file.append(new LogLine()
                        .add("time", clock.get().toString())
                        .add("event", "lines-lost")
                        .add("number", lost)
                        .toString());
                LOG.info("the mail log is written again; {} line(s) were lost", lost);
                lost = 0;
            }
            file.append(line);
        } catch (IOException failed) {
            if (lost++ == 0) {
                LOG.error("the mail log cannot be written: lines are lost until that is mended", failed);
            }
        }
    }

    @Deactivate
    synchronized void stop() throws IOException {
        file.close();
    }
}
