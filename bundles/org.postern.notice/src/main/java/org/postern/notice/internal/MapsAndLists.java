// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.notice.internal;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** All that a template can reach: entries of maps, elements of lists. No reflection, no methods, no lambdas (T52). */
final class MapsAndLists implements Mustache.Collector {
    private static final Mustache.VariableFetcher ENTRY = (context, name) -> {
        Map<?, ?> map = (Map<?, ?>) context;
        return map.containsKey(name) ? map.get(name) : Template.NO_FETCHER_FOUND;
    };
    private static final Mustache.VariableFetcher NOTHING = (context, name) -> Template.NO_FETCHER_FOUND;

    @Override
    public Iterator<?> toIterator(Object value) {
        // null is this library's word for "not a list"
        return value instanceof List<?> list ? list.iterator() : null;
    }

    @Override
    public Mustache.VariableFetcher createFetcher(Object context, String name) {
        return context instanceof Map ? ENTRY : NOTHING;
    }

    @Override
    public <K, V> Map<K, V> createFetcherCache() {
        return new HashMap<>();
    }
}
