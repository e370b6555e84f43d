// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal;

import org.osgi.service.component.annotations.Component;
import org.postern.api.inspect.Inspector;
import org.postern.api.inspect.InspectorFactory;
import org.postern.api.inspect.SessionContext;
import org.postern.inspect.smtp.internal.session.SmtpInspector;

/** Makes an inspector for each SMTP session. */
@Component(property = InspectorFactory.NAME + "=smtp")
public final class SmtpInspectorFactory implements InspectorFactory {
    @Override
    public Inspector open(SessionContext context) {
        return new SmtpInspector(context);
    }
}
