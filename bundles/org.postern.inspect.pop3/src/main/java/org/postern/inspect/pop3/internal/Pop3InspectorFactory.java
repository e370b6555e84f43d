// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal;

import org.osgi.service.component.annotations.Component;
import org.postern.api.inspect.Inspector;
import org.postern.api.inspect.InspectorFactory;
import org.postern.api.inspect.SessionContext;
import org.postern.inspect.pop3.internal.session.Pop3Inspector;

/** Makes an inspector for each POP3 session. */
@Component(property = InspectorFactory.NAME + "=pop3")
public final class Pop3InspectorFactory implements InspectorFactory {
    @Override
    public Inspector open(SessionContext context) {
        return new Pop3Inspector(context);
    }
}
