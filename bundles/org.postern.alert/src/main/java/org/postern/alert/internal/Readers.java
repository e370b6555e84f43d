// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.internal;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.postern.api.event.MessageHandled;
import org.postern.api.session.Protocol;

/**
 * Who reads alerts, of all rules. An alert names the malware; if it passes through the gateway after its relay, and an engine
 * takes the name for the thing, an alert about that would name it again, and so on (T61). So nothing is told of a message that
 * looks as alerts do on the wire: from the null sender, and for readers of alerts only. Whoever forges that hides nothing: its
 * only readers are those who would be told, and what it held is replaced and logged as ever. Thread-safe.
 */
@Component(service = Readers.class)
public final class Readers {
    private final Map<Object, List<String>> byRule = new ConcurrentHashMap<>();

    /** Knows nobody yet. */
    @Activate
    public Readers() {}

    void set(Object rule, List<String> addresses) {
        byRule.put(rule, addresses.stream().map(Readers::bare).toList());
    }

    void remove(Object rule) {
        byRule.remove(rule);
    }

    boolean isAnAlert(MessageHandled message) {
        Set<String> all = byRule.values().stream().flatMap(Collection::stream).collect(Collectors.toSet());
        List<String> recipients = message.envelope().recipients();
        return message.session().protocol() == Protocol.SMTP
                && message.envelope().sender().isEmpty()
                && !recipients.isEmpty()
                && recipients.stream().map(Readers::bare).allMatch(all::contains);
    }

    /** Of {@code Admin <admin@example.org>} what stands in the envelope. */
    private static String bare(String address) {
        int open = address.lastIndexOf('<');
        int close = address.lastIndexOf('>');
        String bare = open >= 0 && close > open ? address.substring(open + 1, close) : address;
        return bare.strip().toLowerCase(Locale.ROOT);
    }
}
