// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.util.Locale;

/** What is spoken. */
enum Protocol {
    SMTP,
    POP3;

    /** As the gateway's configuration writes it. */
    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
