// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/** When engines, and the gateway's own reading, last got through with a message. One thread at a time. */
final class LatestScans {
    private static final int MOST = 1_000;
    private static final long LONG_AGO = Duration.ofDays(1).toNanos();

    private record Scan(String sha256, long at) {}

    /**
     * The latest scans of an engine.
     *
     * @param last the latest
     * @param before the latest of another message than that
     */
    private record Scans(Scan last, Scan before) {
        Scans then(Scan next) {
            return new Scans(next, next.sha256().equals(last.sha256()) ? before : last);
        }

        Scan ofOther(String sha256) {
            return last.sha256().equals(sha256) ? before : last;
        }
    }

    private final Map<String, Scans> engines = new Bounded<>(MOST);

    void note(String engine, String sha256, long now) {
        Scan scan = new Scan(sha256, now);
        Scans before = engines.get(engine);
        engines.put(engine, before == null ? new Scans(scan, new Scan("", now - LONG_AGO)) : before.then(scan));
    }

    /** @return when it last got through with another message than that; empty if it never did */
    OptionalLong ofOther(String engine, String sha256) {
        Scans scans = engines.get(engine);
        return scans == null
                ? OptionalLong.empty()
                : OptionalLong.of(scans.ofOther(sha256).at());
    }
}
