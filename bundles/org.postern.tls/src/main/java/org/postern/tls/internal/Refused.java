// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The files because of which a configuration was refused. The door looks at configurations only: somebody must tell it that
 * such a file was put right. Thread-safe.
 */
final class Refused {
    private final Map<Object, Print> prints = new ConcurrentHashMap<>();

    private record Print(String then, Supplier<String> now) {
        boolean isOld() {
            return !then.equals(now.get());
        }
    }

    /**
     * @param source what was refused
     * @param then its files as they were
     * @param now tells its files as they are
     */
    void add(Object source, String then, Supplier<String> now) {
        prints.put(source, new Print(then, now));
    }

    void remove(Object source) {
        prints.remove(source);
    }

    /** @return whether any of the files is not any more as it was; what is refused again is added again */
    boolean isOver() {
        boolean over = prints.values().stream().anyMatch(Print::isOld);
        if (over) {
            prints.clear();
        }
        return over;
    }
}
