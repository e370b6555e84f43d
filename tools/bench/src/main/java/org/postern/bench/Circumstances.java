// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Under what circumstances a run was made. Without them its figures mean nothing. */
record Circumstances(Map<String, Object> all) {
    /** @param commit what was measured, as the script that started this says */
    static Circumstances now(String commit, Plan plan) {
        var all = new LinkedHashMap<String, Object>();
        all.put("commit", commit);
        all.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        all.put("plan", plan.name());
        all.put("jdk", System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"));
        all.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        all.put("cores", Runtime.getRuntime().availableProcessors());
        all.put(
                "loadAverageBefore",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        all.put("rounds", plan.rounds());
        all.put("secondsEach", plan.moment().toMillis() / 1_000.0);
        return new Circumstances(all);
    }

    /** A name for the file of the run's figures. */
    String fileName() {
        return "bench-" + all.get("date").toString().replaceAll("[:TZ]", "-") + all.get("commit") + ".json";
    }

    String text() {
        var text = new StringBuilder();
        all.forEach((name, value) -> text.append(name).append(' ').append(value).append("; "));
        return text.substring(0, text.length() - 2);
    }
}
