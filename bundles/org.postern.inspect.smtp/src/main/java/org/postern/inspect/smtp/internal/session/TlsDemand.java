// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.util.Locale;
import org.postern.inspect.smtp.internal.wire.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices a server that takes nothing without TLS, which the profile hides from clients (T07). */
final class TlsDemand {
    private static final Logger LOG = LoggerFactory.getLogger(TlsDemand.class);

    private final SmtpSession session;
    private boolean noticed;

    TlsDemand(SmtpSession session) {
        this.session = session;
    }

    /** RFC 3207 section 4: {@code 530 Must issue a STARTTLS command first}. */
    void notice(Reply reply) {
        if (noticed
                || reply.code() != 530
                || !reply.text().toUpperCase(Locale.ROOT).contains("STARTTLS")) {
            return;
        }
        noticed = true;
        LOG.warn(
                "{} asks for TLS (530), which profile {} hides from clients: mail to it cannot pass",
                session.context().session().server(),
                session.context().profile().name());
    }
}
