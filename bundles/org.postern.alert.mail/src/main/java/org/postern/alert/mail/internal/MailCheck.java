// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.mail.internal;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.postern.api.config.ConfigurationCheck;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;
import org.postern.api.config.ConfigurationSet.Entry;

/** Refuses what could never be sent, and a relay that is the gateway itself. */
@Component
public final class MailCheck implements ConfigurationCheck {
    private static final String RULE = "org.postern.alert";

    @Override
    public List<ConfigurationProblem> check(ConfigurationSet proposed) {
        List<ConfigurationProblem> problems = new ArrayList<>();
        List<Entry> channel = proposed.of(MailChannel.PID);
        channel.forEach(entry -> channel(entry, proposed, problems));
        proposed.of(RULE).stream()
                .filter(rule -> MailChannel.NAME.equals(rule.properties().get("channel")))
                .forEach(rule -> rule(rule, channel.isEmpty(), problems));
        return problems;
    }

    private static void rule(Entry rule, boolean noChannel, List<ConfigurationProblem> problems) {
        if (noChannel) {
            problem(
                    problems,
                    rule,
                    "channel",
                    MailChannel.NAME,
                    "mail needs a relay: write " + MailChannel.PID + ".cfg");
        }
        String[] to = rule.properties().get("to") instanceof String[] list ? list : new String[0];
        if (to.length == 0) {
            problem(problems, rule, "to", "", "at least one mail address");
        }
        for (String address : to) {
            address(rule, "to", address, problems);
        }
    }

    private static void channel(Entry entry, ConfigurationSet all, List<ConfigurationProblem> problems) {
        String host = text(entry, "host");
        int port = entry.properties().get("port") instanceof Integer number ? number : 0;
        address(entry, "from", text(entry, "from"), problems);
        boolean address = host.matches("[0-9.]+") || host.indexOf(':') >= 0;
        List<InetSocketAddress> targets = OwnListeners.literal(host, port);
        if (address ? targets.isEmpty() : !host.matches("[0-9A-Za-z._-]+")) {
            problem(problems, entry, "host", host, "a host name or an IP address, without brackets and port");
        }
        OwnListeners.reachedBy(all, targets)
                .ifPresent(own -> problem(
                        problems,
                        entry,
                        "host",
                        host,
                        "port " + port + " there is the gateway's own listener " + own
                                + "; name the mail server behind it"));
        String user = text(entry, "user");
        if (user.isEmpty() != text(entry, "passwordFile").isEmpty()) {
            problem(problems, entry, "user", user, "user and passwordFile are given together or not at all");
        }
        boolean loopback = !targets.isEmpty()
                && targets.stream().allMatch(target -> target.getAddress().isLoopbackAddress());
        if (!user.isEmpty() && text(entry, "tls").equals(Tls.NONE.name()) && !loopback) {
            problem(problems, entry, "tls", Tls.NONE.name(), "STARTTLS or IMPLICIT: a password needs it"); // T56
        }
    }

    private static void address(Entry entry, String key, String address, List<ConfigurationProblem> problems) {
        try {
            Addresses.parse(address);
        } catch (IllegalArgumentException wrong) {
            problem(problems, entry, key, address, "a mail address, such as postmaster@example.org");
        }
    }

    private static String text(Entry entry, String key) {
        return entry.properties().get(key) instanceof String text ? text : "";
    }

    private static void problem(
            List<ConfigurationProblem> problems, Entry entry, String key, String value, String allowed) {
        problems.add(new ConfigurationProblem(entry.file(), key, value, allowed));
    }
}
