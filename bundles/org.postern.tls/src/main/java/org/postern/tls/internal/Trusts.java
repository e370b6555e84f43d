// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal;

import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.postern.tls.internal.trust.Authorities;
import org.postern.tls.internal.trust.ServerContexts;

/** What servers are checked by. */
@Component(service = Trusts.class)
public final class Trusts {
    private final Authorities authorities = new Authorities();
    private final ServerContexts contexts;

    /** @param context knows the instance's folder */
    @Activate
    public Trusts(BundleContext context) {
        this(new Sources(context).base());
    }

    Trusts(Path base) {
        contexts = new ServerContexts(authorities, base);
    }

    Authorities authorities() {
        return authorities;
    }

    ServerContexts contexts() {
        return contexts;
    }

    /** Looks at the files. */
    void look() {
        if (authorities.look()) {
            contexts.clear();
        }
    }
}
