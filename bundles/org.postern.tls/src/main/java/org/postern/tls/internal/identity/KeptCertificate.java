// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.postern.tls.internal.file.UnusableException;
import org.postern.tls.internal.identity.CertificateSource.Snapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A certificate that follows its files. What is good stays until something good takes its place. Thread-safe. */
public final class KeptCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(KeptCertificate.class);
    private static final Duration SOON = Duration.ofDays(14);
    private static final Duration REMIND = Duration.ofDays(1);

    private final InstantSource clock;
    private CertificateSource source;
    private String read = "";
    private String seen = "";
    private Instant reminded = Instant.MIN;
    private volatile Optional<Identity> identity = Optional.empty();

    /** Reads the files. */
    public KeptCertificate(CertificateSource source, InstantSource clock) {
        this.clock = clock;
        this.source = source;
        take(source.snapshot());
    }

    /** @return what is to be shown; empty if nothing good was found yet */
    public Optional<Identity> identity() {
        return identity;
    }

    /** @return whether these are the settings in force, with something good to show */
    public synchronized boolean isGood(CertificateSource other) {
        return source.equals(other)
                && identity.map(Identity::source).filter(source::equals).isPresent();
    }

    /** Takes other settings, and reads their files. */
    public synchronized void use(CertificateSource other) {
        source = other;
        take(other.snapshot());
    }

    /**
     * Looks at the files. Changed ones are read when they were the same twice: whoever copies a pair is not caught between
     * its two files.
     *
     * @return whether something else is to be shown now
     */
    public synchronized boolean look() {
        remind();
        Snapshot now = source.snapshot();
        String print = now.print();
        boolean settled = print.equals(seen);
        seen = print;
        return settled && !print.equals(read) && take(now);
    }

    private synchronized boolean take(Snapshot files) {
        read = files.print();
        seen = read;
        try {
            identity = Optional.of(IdentityReader.read(source, files));
            reminded = Instant.MIN;
            LOG.info("{}: shows {}, valid until {}", file(), identity.get(), until(identity.get()));
            remind();
            return true;
        } catch (UnusableException unusable) {
            LOG.warn(
                    "{}: {} = {}: {}; {}. The files are looked at every few seconds",
                    file(),
                    unusable.key(),
                    source.file(unusable.key()),
                    unusable.getMessage(),
                    identity.map(kept -> "the certificate before it stays in force, valid until " + until(kept))
                            .orElse("it is not shown to anybody"));
            return false;
        }
    }

    /** Once a day is enough to be read and not so often as to be filtered. */
    private synchronized void remind() {
        Instant now = clock.instant();
        if (identity.isEmpty() || reminded.isAfter(now.minus(REMIND))) {
            return;
        }
        Identity shown = identity.get();
        Instant end = shown.validUntil();
        if (end.isBefore(now)) {
            LOG.warn("{}: the certificate expired on {}; clients refuse it. Put a new one there", file(), until(shown));
            reminded = now;
        } else if (end.isBefore(now.plus(SOON))) {
            LOG.warn("{}: the certificate expires on {}; put a new one there before", file(), until(shown));
            reminded = now;
        }
    }

    private String file() {
        return "org.postern.tls~" + source.name();
    }

    private static Instant until(Identity identity) {
        return identity.validUntil().truncatedTo(ChronoUnit.SECONDS);
    }
}
