// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal;

import java.time.InstantSource;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.postern.tls.internal.identity.KeptCertificate;

/** One certificate: there once for each configuration. */
@Component(
        immediate = true,
        service = {},
        configurationPid = ConfiguredCertificate.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = CertificateConfig.class, factory = true)
public final class ConfiguredCertificate {
    static final String PID = "org.postern.tls";

    private final Certificates certificates;
    private final Sources sources;
    private final KeptCertificate kept;

    /** Reads the files; what is wrong with them is said in the log, and they are looked at again when they change. */
    @Activate
    public ConfiguredCertificate(
            @Reference Certificates certificates, BundleContext context, Map<String, Object> properties) {
        this.certificates = certificates;
        sources = new Sources(context);
        kept = new KeptCertificate(sources.of(name(properties), properties), InstantSource.system());
        certificates.add(kept);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        kept.use(sources.of(name(properties), properties));
        certificates.renew();
    }

    @Deactivate
    void deactivate() {
        certificates.remove(kept);
    }

    private static String name(Map<String, Object> properties) {
        String pid = String.valueOf(properties.get("service.pid"));
        return pid.substring(pid.indexOf('~') + 1);
    }
}
