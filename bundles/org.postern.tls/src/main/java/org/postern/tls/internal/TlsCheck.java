// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.postern.api.config.ConfigurationCheck;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;
import org.postern.api.config.ConfigurationSet.Entry;
import org.postern.tls.internal.file.SmallFile;
import org.postern.tls.internal.file.UnusableException;
import org.postern.tls.internal.identity.CertificateNames;
import org.postern.tls.internal.identity.CertificateSource;
import org.postern.tls.internal.identity.CertificateSource.Snapshot;
import org.postern.tls.internal.identity.IdentityReader;

/** Refuses certificates that could not be shown, and authorities that cannot be read. */
@Component(service = {ConfigurationCheck.class, TlsCheck.class})
public final class TlsCheck implements ConfigurationCheck {
    private static final String PROFILE = "org.postern.profile";
    private static final String AUTHORITIES = "tlsAuthorities";

    private final Sources sources;
    private final Certificates certificates;
    private final Trusts trusts;
    private final Refused refused = new Refused();

    /**
     * @param certificates those in force
     * @param trusts which keep what was read of authorities
     */
    @Activate
    public TlsCheck(BundleContext context, @Reference Certificates certificates, @Reference Trusts trusts) {
        this(new Sources(context), certificates, trusts);
    }

    TlsCheck(Sources sources, Certificates certificates, Trusts trusts) {
        this.sources = sources;
        this.certificates = certificates;
        this.trusts = trusts;
    }

    /** @return whether what was refused may be right now */
    boolean isOver() {
        return refused.isOver();
    }

    @Override
    public List<ConfigurationProblem> check(ConfigurationSet proposed) {
        List<ConfigurationProblem> problems = new ArrayList<>();
        List<Entry> entries = proposed.of(ConfiguredCertificate.PID);
        for (Entry entry : entries) {
            int before = problems.size();
            names(entry, problems);
            keys(entry, problems);
            if (problems.size() == before) {
                files(entry, problems);
            }
        }
        List<Entry> defaults = entries.stream()
                .filter(entry -> Boolean.TRUE.equals(entry.properties().get("isDefault")))
                .toList();
        defaults.stream()
                .skip(1)
                .forEach(entry -> problems.add(problem(
                        entry,
                        "isDefault",
                        "true",
                        "true in one file at most; " + defaults.get(0).file() + " says so already")));
        proposed.of(PROFILE).forEach(profile -> authorities(profile, problems));
        return problems;
    }

    /** Reads them too, so that no session has to. */
    private void authorities(Entry profile, List<ConfigurationProblem> problems) {
        String text = Sources.text(profile.properties(), AUTHORITIES);
        if (text.isEmpty()) {
            return;
        }
        Path file = sources.base().resolve(text);
        String then = SmallFile.read(file).print();
        try {
            trusts.authorities().in(file, AUTHORITIES);
            refused.remove(file);
        } catch (UnusableException unusable) {
            refused.add(file, then, () -> SmallFile.read(file).print());
            problems.add(problem(profile, AUTHORITIES, text, "the file " + unusable.getMessage()));
        }
    }

    private static void names(Entry entry, List<ConfigurationProblem> problems) {
        Sources.names(entry.properties())
                .filter(name -> !CertificateNames.isName(name))
                .forEach(name -> problems.add(problem(
                        entry,
                        "serverNames",
                        name,
                        "a host name, in ASCII (xn--...), such as mail.example.org or *.example.org; no address")));
    }

    private void keys(Entry entry, List<ConfigurationProblem> problems) {
        Map<String, Object> properties = entry.properties();
        if (Sources.text(properties, "certificate").isEmpty()) {
            problems.add(problem(entry, "certificate", "", "a file"));
            return;
        }
        String key = Sources.text(properties, "key");
        if (source(entry).isPkcs12() && !key.isEmpty()) {
            problems.add(problem(entry, "key", key, "empty: the key of a PKCS#12 store is in it"));
        }
    }

    /**
     * What is in force and good is not judged again: its file may be half written just now, and to refuse its configuration
     * for that would take the certificate away.
     */
    private void files(Entry entry, List<ConfigurationProblem> problems) {
        CertificateSource source = source(entry);
        if (certificates.isGood(source)) {
            refused.remove(source);
            return;
        }
        Snapshot files = source.snapshot();
        try {
            IdentityReader.read(source, files);
            refused.remove(source);
        } catch (UnusableException unusable) {
            refused.add(source, files.print(), () -> source.snapshot().print());
            String written = Sources.text(entry.properties(), unusable.key());
            String key = written.isEmpty() ? "certificate" : unusable.key(); // the key may stand with the certificate
            problems.add(problem(
                    entry,
                    key,
                    written.isEmpty() ? Sources.text(entry.properties(), key) : written,
                    "the file " + unusable.getMessage()));
        }
    }

    private CertificateSource source(Entry entry) {
        return sources.of(entry.name().orElse(""), entry.properties());
    }

    private static ConfigurationProblem problem(Entry entry, String key, String value, String allowed) {
        return new ConfigurationProblem(entry.file(), key, value, allowed);
    }
}
