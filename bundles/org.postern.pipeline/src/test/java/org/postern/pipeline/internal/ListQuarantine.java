// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.postern.api.policy.Finding;
import org.postern.api.policy.MailItem;
import org.postern.api.record.Quarantine;

/** Keeps messages in a list, or cannot. */
final class ListQuarantine implements Quarantine {
    private final List<String> kept = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private boolean broken;

    void breakDown() {
        broken = true;
    }

    List<String> kept() {
        return kept;
    }

    List<Finding> findings() {
        return findings;
    }

    @Override
    public String keep(MailItem item, List<Finding> why) throws IOException {
        if (broken) {
            throw new IOException("the quarantine cannot be written");
        }
        kept.add(TextScanner.text(item.message()));
        findings.addAll(why);
        return "Q" + kept.size();
    }
}
