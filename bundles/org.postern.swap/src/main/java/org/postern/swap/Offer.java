// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.swap;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * A service as it is offered: for looking at. Whoever calls the service takes a {@link Lease}.
 *
 * @param service the service
 * @param properties its service properties
 */
public record Offer<T>(T service, Map<String, Object> properties) {
    /** As the OSGi framework orders services: the highest ranking first, then the one that was registered first. */
    static final Comparator<Offer<?>> BEST_FIRST =
            Comparator.<Offer<?>>comparingInt(Offer::ranking).reversed().thenComparingLong(Offer::serviceId);

    public Offer {
        requireNonNull(service);
        properties = Map.copyOf(properties);
    }

    /** @return {@code service.ranking}, 0 if there is none */
    public int ranking() {
        return properties.get("service.ranking") instanceof Integer ranking ? ranking : 0;
    }

    /** @return a property that is a text */
    public Optional<String> text(String property) {
        return properties.get(property) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private long serviceId() {
        return properties.get("service.id") instanceof Long id ? id : Long.MAX_VALUE;
    }
}
