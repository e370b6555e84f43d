// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.osgi.util.converter.ConversionException;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;
import org.postern.api.config.ConfigurationSet.Entry;
import org.postern.api.policy.Profile;
import org.postern.api.policy.TlsMode;
import org.postern.api.session.Protocol;

/** Reads a whole configuration into a policy, or says what is wrong with it. One use a set. */
public final class PolicyReader {
    private static final String DEFAULT_PROFILE = "default";
    private static final String CERTIFICATE = "org.postern.tls";

    private final ConfigurationSet set;
    private final List<ConfigurationProblem> problems = new ArrayList<>();
    private final Map<String, Zone> zones = new HashMap<>();
    private final Map<String, Profile> profiles = new HashMap<>();
    private final Policy policy;

    /** @param set typed values with defaults, as the configuration door makes them */
    public PolicyReader(ConfigurationSet set) {
        this.set = set;
        this.policy = read();
    }

    /** @return what could be read; complete exactly if there are no problems */
    public Policy policy() {
        return policy;
    }

    /** @return what is wrong */
    public List<ConfigurationProblem> problems() {
        return List.copyOf(problems);
    }

    private Policy read() {
        zones();
        List<ListenerSpec> listeners = new ArrayList<>();
        List<Rule> rules = new ArrayList<>();
        readAll(
                ProfileConfig.PID,
                reading -> new ProfileReader(reading).profile().ifPresent(profile -> {
                    reportMissingCertificate(reading, profile);
                    profiles.put(profile.name(), profile);
                }));
        readAll(GatewayConfig.PID, PolicyReader::gateway);
        readAll(
                ListenerConfig.PID,
                reading -> new ListenerReader(reading, this::zone).listener().ifPresent(listeners::add));
        reportSharedAddresses(listeners);
        listeners.forEach(listener -> reportLoops(listener, listeners));
        readAll(RuleConfig.PID, reading -> rule(reading).ifPresent(rules::add));
        return new Policy(listeners, rules);
    }

    /** A value of a wrong type shows only when it is asked for. */
    private void readAll(String pid, Consumer<Reading> one) {
        for (Entry entry : set.of(pid)) {
            Reading reading = new Reading(entry, problems);
            try {
                one.accept(reading);
            } catch (ConversionException e) {
                reading.problem("", "", String.valueOf(e.getMessage()));
            }
        }
    }

    private void zones() {
        zones.put("any", Zone.ANY);
        String[] defaults = new Reading(new Entry(ZonesConfig.PID, Optional.empty(), Map.of()), problems)
                .as(ZonesConfig.class)
                .local();
        zones.put("local", Zone.parse(defaults));
        readAll(ZonesConfig.PID, reading -> {
            String[] local = reading.as(ZonesConfig.class).local();
            reading.value("local", String.join(", ", local), () -> Zone.parse(local))
                    .ifPresent(zone -> zones.put("local", zone));
        });
    }

    private void reportMissingCertificate(Reading reading, Profile profile) {
        if (profile.tls() == TlsMode.INTERCEPT && set.of(CERTIFICATE).isEmpty()) {
            reading.problem(
                    "tls",
                    "INTERCEPT",
                    "needs a certificate to show to clients, in a file " + CERTIFICATE + "~<name>.cfg; there is none");
        }
    }

    private void reportSharedAddresses(List<ListenerSpec> listeners) {
        for (int i = 1; i < listeners.size(); i++) {
            ListenerSpec listener = listeners.get(i);
            listeners.subList(0, i).stream()
                    .filter(earlier -> earlier.sharesPortWith(listener))
                    .findFirst()
                    .ifPresent(earlier -> new Reading(
                                    new Entry(ListenerConfig.PID, Optional.of(listener.name()), Map.of()), problems)
                            .problem(
                                    "port",
                                    "" + listener.address().getPort(),
                                    "listener " + earlier.name()
                                            + " has this address and port already; choose another"));
        }
    }

    /** T58: mail that comes in where it goes out would go round for ever. */
    private void reportLoops(ListenerSpec listener, List<ListenerSpec> all) {
        Reading reading = new Reading(new Entry(ListenerConfig.PID, Optional.of(listener.name()), Map.of()), problems);
        for (Upstream upstream : listener.upstreams()) {
            upstream.literal().stream() // names are not looked up here, which might block, but when they are dialled
                    .flatMap(target -> all.stream().filter(own -> own.isReachedBy(target)))
                    .findFirst()
                    .ifPresent(own -> reading.problem(
                            "upstream",
                            upstream.toString(),
                            "this is the gateway's own listener " + own.name() + "; name the mail server behind it"));
        }
    }

    /** The rest of it is read by the gateway itself. */
    private static void gateway(Reading reading) {
        String footer = reading.as(GatewayConfig.class).rejectFooter();
        if (!footer.matches("[ -~]{0,200}")) {
            reading.problem("rejectFooter", footer, "at most 200 printable ASCII characters");
        }
    }

    private Optional<Rule> rule(Reading reading) {
        RuleConfig config = reading.as(RuleConfig.class);
        int before = problems.size();
        for (String listener : config.listeners()) {
            exists(reading, "listeners", listener, ListenerConfig.PID);
        }
        exists(reading, "profile", config.profile(), ProfileConfig.PID);
        Set<Protocol> protocols = Arrays.stream(config.protocols())
                .map(text -> reading.lowerCaseChoice("protocols", text, Protocol.class))
                .collect(Collectors.toSet());
        Optional<Zone> sources =
                reading.value("sources", String.join(", ", config.sources()), () -> zone(config.sources()));
        Optional<Zone> destinations = reading.value(
                "destinations", String.join(", ", config.destinations()), () -> zone(config.destinations()));
        Optional<WeeklyHours> hours = reading.value(
                "validOn",
                String.join(", ", config.validOn()),
                () -> WeeklyHours.parse(config.validOn(), ZoneId.systemDefault()));
        Rule.Action action = reading.choice("action", config.action(), Rule.Action.class);
        Profile profile = profiles.get(config.profile());
        if (problems.size() > before || profile == null) {
            return Optional.empty();
        }
        return Optional.of(new Rule(
                reading.name(),
                config.order(),
                Set.copyOf(List.of(config.listeners())),
                protocols,
                sources.orElseThrow(),
                destinations.orElseThrow(),
                Arrays.stream(config.ports()).boxed().collect(Collectors.toSet()),
                config.inspector(),
                action,
                hours.orElseThrow(),
                reading.choice("log", config.log(), Rule.Log.class),
                profile));
    }

    /** One that is there but wrong is reported by itself, not once more by each rule that names it. */
    private void exists(Reading rule, String key, String name, String pid) {
        List<String> names =
                set.of(pid).stream().flatMap(e -> e.name().stream()).sorted().toList();
        if (!names.contains(name)) {
            String what = pid.substring(pid.lastIndexOf('.') + 1);
            String there = names.isEmpty() ? "none" : String.join(", ", names);
            rule.problem(key, name, "no such " + what + "; there are: " + there + whereFrom(pid, name));
        }
    }

    private static String whereFrom(String pid, String name) {
        return pid.equals(ProfileConfig.PID) && name.equals(DEFAULT_PROFILE)
                ? "; copy " + pid + "~" + name + ".cfg from etc/ of the distribution"
                : "";
    }

    private Zone zone(String[] texts) {
        if (texts.length == 0) {
            throw new IllegalArgumentException("at least one network or zone is needed; any is every address");
        }
        List<Network> networks = new ArrayList<>();
        boolean everything = false;
        for (String text : texts) {
            Optional<Zone> named = Optional.ofNullable(zones.get(text));
            everything |= named.filter(Zone::everything).isPresent();
            networks.addAll(named.map(Zone::networks).orElseGet(() -> List.of(Network.parse(text))));
        }
        return everything ? Zone.ANY : new Zone(networks, false);
    }
}
