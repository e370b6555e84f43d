// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.util.converter.Converter;
import org.osgi.util.converter.Converters;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;
import org.postern.api.config.ConfigurationSet.Entry;
import org.postern.api.policy.BareNewlines;
import org.postern.api.policy.Mode;
import org.postern.api.policy.Profile;
import org.postern.api.policy.QuarantineFailure;
import org.postern.api.policy.ScannerFailure;
import org.postern.api.policy.TlsMode;
import org.postern.api.policy.Treatment;
import org.postern.api.scan.EngineMode;
import org.postern.api.scan.ScanPlan;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.session.Protocol;

/** Reads a whole configuration into a policy, or says what is wrong with it. One use a set. */
public final class PolicyReader {
    private static final Converter CONVERTER = Converters.standardConverter();

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
        zones.put("any", Zone.ANY);
        Entry zonesEntry = set.of(ZonesConfig.PID).stream()
                .findFirst()
                .orElse(new Entry(ZonesConfig.PID, Optional.empty(), Map.of()));
        String[] local = config(zonesEntry, ZonesConfig.class).local();
        zones.put("local", value(zonesEntry, "local", String.join(", ", local), () -> Zone.parse(local), Zone.ANY));
        for (Entry entry : set.of(ProfileConfig.PID)) {
            profile(entry).ifPresent(profile -> profiles.put(profile.name(), profile));
        }
        List<ListenerSpec> listeners = new ArrayList<>();
        set.of(ListenerConfig.PID).forEach(entry -> listener(entry).ifPresent(listeners::add));
        reportSharedAddresses(listeners);
        Set<String> names = listeners.stream().map(ListenerSpec::name).collect(Collectors.toSet());
        List<Rule> rules = new ArrayList<>();
        set.of(RuleConfig.PID).forEach(entry -> rule(entry, names).ifPresent(rules::add));
        return new Policy(listeners, rules);
    }

    private Optional<Profile> profile(Entry entry) {
        ProfileConfig config = config(entry, ProfileConfig.class);
        Map<UnscannableReason, Treatment> overrides = new EnumMap<>(UnscannableReason.class);
        override(overrides, UnscannableReason.ENCRYPTED_MESSAGE, config.unscannable_encryptedMessage());
        override(overrides, UnscannableReason.ENCRYPTED_ARCHIVE, config.unscannable_encryptedArchive());
        override(overrides, UnscannableReason.DAMAGED, config.unscannable_damaged());
        override(overrides, UnscannableReason.TOO_LARGE, config.unscannable_tooLarge());
        override(overrides, UnscannableReason.LIMITS, config.unscannable_limits());
        override(overrides, UnscannableReason.PARTIAL, config.unscannable_partial());
        override(overrides, UnscannableReason.TOO_MANY_READINGS, config.unscannable_tooManyReadings());
        return value(
                entry,
                "",
                "",
                () -> Optional.of(new Profile(
                        entry.name().orElseThrow(),
                        Mode.valueOf(config.mode()),
                        config.scanSmtp(),
                        true,
                        config.quarantine(),
                        QuarantineFailure.valueOf(config.onQuarantineFailure()),
                        config.subjectPrefix(),
                        config.language(),
                        TlsMode.valueOf(config.tls()),
                        Treatment.valueOf(config.unscannable()),
                        overrides,
                        Treatment.valueOf(config.ambiguous()),
                        ScannerFailure.valueOf(config.onScannerFailure()),
                        config.maxMessageBytes(),
                        config.maxScanBytes(),
                        BareNewlines.valueOf(config.bareNewlines()),
                        new ScanPlan(
                                List.of(config.engines()),
                                EngineMode.valueOf(config.engineMode()),
                                Duration.ofSeconds(config.engineWaitSeconds())),
                        Duration.ofSeconds(config.deadlineSeconds()))),
                Optional.empty());
    }

    private static void override(Map<UnscannableReason, Treatment> overrides, UnscannableReason reason, String text) {
        if (!text.equals("INHERIT")) {
            overrides.put(reason, Treatment.valueOf(text));
        }
    }

    private Optional<ListenerSpec> listener(Entry entry) {
        ListenerConfig config = config(entry, ListenerConfig.class);
        Optional<InetAddress> address = value(
                entry, "address", config.address(), () -> Optional.of(address(config.address())), Optional.empty());
        List<Upstream> upstreams = value(
                entry,
                "upstream",
                String.join(", ", config.upstream()),
                () -> {
                    if (config.upstream().length == 0) {
                        throw new IllegalArgumentException("at least one host:port is needed");
                    }
                    return Arrays.stream(config.upstream()).map(Upstream::parse).toList();
                },
                List.of());
        return address.filter(a -> !upstreams.isEmpty())
                .map(a -> new ListenerSpec(
                        entry.name().orElseThrow(),
                        Protocol.valueOf(config.protocol().toUpperCase(Locale.ROOT)),
                        new InetSocketAddress(a, config.port()),
                        upstreams,
                        config.backlog()));
    }

    private static InetAddress address(String text) {
        Network network = Network.parse(text);
        if (text.indexOf('/') >= 0) {
            throw new IllegalArgumentException("an address is needed, not a network");
        }
        return network.base();
    }

    private void reportSharedAddresses(List<ListenerSpec> listeners) {
        listeners.stream()
                .filter(listener -> listener.address().getPort() != 0)
                .collect(Collectors.groupingBy(ListenerSpec::address))
                .forEach((address, same) -> same.stream().skip(1).forEach(listener -> {
                    Entry entry = new Entry(ListenerConfig.PID, Optional.of(listener.name()), Map.of());
                    problem(
                            entry,
                            "port",
                            "" + address.getPort(),
                            "listener " + same.get(0).name() + " has this address and port already; choose another");
                }));
    }

    private Optional<Rule> rule(Entry entry, Set<String> listeners) {
        RuleConfig config = config(entry, RuleConfig.class);
        int before = problems.size();
        for (String listener : config.listeners()) {
            if (!listeners.contains(listener)) {
                problem(entry, "listeners", listener, "no such listener; there are: " + sorted(listeners));
            }
        }
        if (!profiles.containsKey(config.profile())) {
            problem(entry, "profile", config.profile(), "no such profile; there are: " + sorted(profiles.keySet()));
        }
        Set<Protocol> protocols = value(
                entry,
                "protocols",
                String.join(", ", config.protocols()),
                () -> Arrays.stream(config.protocols())
                        .map(text -> Protocol.valueOf(text.toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toSet()),
                Set.of());
        Function<String[], Zone> zone = this::zone;
        Zone sources = value(
                entry, "sources", String.join(", ", config.sources()), () -> zone.apply(config.sources()), Zone.ANY);
        Zone destinations = value(
                entry,
                "destinations",
                String.join(", ", config.destinations()),
                () -> zone.apply(config.destinations()),
                Zone.ANY);
        if (problems.size() > before) {
            return Optional.empty();
        }
        return Optional.of(new Rule(
                entry.name().orElseThrow(),
                config.order(),
                Set.copyOf(List.of(config.listeners())),
                protocols,
                sources,
                destinations,
                Arrays.stream(config.ports()).boxed().collect(Collectors.toSet()),
                config.inspector(),
                Rule.Action.valueOf(config.action()),
                profiles.get(config.profile())));
    }

    private Zone zone(String[] texts) {
        if (texts.length == 0) {
            throw new IllegalArgumentException("at least one network or zone is needed; any is every address");
        }
        List<Network> networks = new ArrayList<>();
        for (String text : texts) {
            Zone named = zones.get(text);
            if (named == null) {
                networks.add(Network.parse(text));
            } else if (named.everything()) {
                return Zone.ANY;
            } else {
                networks.addAll(named.networks());
            }
        }
        return new Zone(networks, false);
    }

    private static String sorted(Set<String> names) {
        return names.isEmpty() ? "none" : names.stream().sorted().collect(Collectors.joining(", "));
    }

    private static <A> A config(Entry entry, Class<A> type) {
        return CONVERTER.convert(entry.properties()).to(type);
    }

    private <T> T value(Entry entry, String key, String value, java.util.function.Supplier<T> parsed, T otherwise) {
        try {
            return parsed.get();
        } catch (IllegalArgumentException e) {
            problem(entry, key, value, e.getMessage());
            return otherwise;
        }
    }

    private void problem(Entry entry, String key, String value, String allowed) {
        problems.add(new ConfigurationProblem(entry.file(), key, value, allowed));
    }
}
