// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.postern.api.inspect.Introductions;
import org.postern.api.session.Channel;
import org.postern.api.session.Protocol;

/** Reads one listener. */
final class ListenerReader {
    private final Reading reading;
    private final ListenerConfig config;
    private final Function<String[], Zone> zones;

    /** @param zones makes a zone of networks and names of zones, or throws what is wrong with them */
    ListenerReader(Reading reading, Function<String[], Zone> zones) {
        this.reading = reading;
        this.config = reading.as(ListenerConfig.class);
        this.zones = zones;
    }

    /** @return empty if something is wrong, which is a problem then */
    Optional<ListenerSpec> listener() {
        int before = reading.problems().size();
        Optional<Protocol> protocol = reading.value("protocol", "", config::protocol)
                .map(text -> reading.lowerCaseChoice("protocol", text, Protocol.class));
        Optional<InetAddress> address =
                reading.value("address", config.address(), () -> IpLiteral.parseOfSocket(config.address()));
        Optional<Integer> port = reading.value("port", "", config::port)
                .flatMap(number -> reading.value("port", "" + number, () -> port(number)));
        Optional<List<Upstream>> upstreams = reading.value("upstream", "", config::upstream)
                .flatMap(texts -> reading.value("upstream", String.join(", ", texts), () -> upstreams(texts)));
        Optional<InetAddress> source = source();
        source.ifPresent(from -> upstreams.ifPresent(all -> checkFamilies(from, all)));
        IntroductionRules introductions = introductions(protocol);
        if (reading.problems().size() > before) {
            return Optional.empty();
        }
        return Optional.of(new ListenerSpec(
                reading.name(),
                protocol.orElseThrow(),
                config.implicitTls() ? Channel.TLS : Channel.CLEAR,
                new InetSocketAddress(address.orElseThrow(), port.orElseThrow()),
                upstreams.orElseThrow(),
                config.backlog(),
                source,
                introductions));
    }

    private static int port(int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("a number from 0 to 65535");
        }
        return port;
    }

    private static List<Upstream> upstreams(String[] texts) {
        if (texts.length == 0) {
            throw new IllegalArgumentException("at least one host:port is needed");
        }
        return Arrays.stream(texts).map(Upstream::parse).toList();
    }

    private Optional<InetAddress> source() {
        String text = config.sourceAddress();
        return text.isEmpty() ? Optional.empty() : reading.value("sourceAddress", text, () -> source(text));
    }

    private static InetAddress source(String text) {
        InetAddress source = IpLiteral.parseOfSocket(text);
        if (source.isAnyLocalAddress() || source.isMulticastAddress()) {
            throw new IllegalArgumentException("one address of this host; empty: the system chooses");
        }
        return source;
    }

    /** What is given as a name has its addresses of the other family left out when it is dialled. */
    private void checkFamilies(InetAddress source, List<Upstream> upstreams) {
        String family = source instanceof Inet6Address ? "IPv4" : "IPv6";
        upstreams.stream()
                .filter(upstream -> !upstream.literal().isEmpty())
                .filter(upstream -> upstream.literal().stream()
                        .noneMatch(target -> ListenerSpec.isOneFamily(source, target.getAddress())))
                .findFirst()
                .ifPresent(upstream -> reading.problem(
                        "sourceAddress",
                        config.sourceAddress(),
                        "an " + family + " address, as that of upstream " + upstream
                                + "; servers of both families need a listener each"));
    }

    private IntroductionRules introductions(Optional<Protocol> protocol) {
        Set<Introductions.Kind> given = EnumSet.noneOf(Introductions.Kind.class);
        if (config.xclientTo()) {
            given.add(Introductions.Kind.XCLIENT);
        }
        if (config.xforwardTo()) {
            given.add(Introductions.Kind.XFORWARD);
        }
        IntroductionRules rules = new IntroductionRules(
                believed("xclientFrom", config.xclientFrom()), believed("xforwardFrom", config.xforwardFrom()), given);
        if (protocol.filter(Protocol.POP3::equals).isPresent() && !rules.equals(IntroductionRules.NONE)) {
            reading.problem(
                    "protocol", "pop3", "smtp, where xclientFrom, xforwardFrom, xclientTo or xforwardTo is set");
        }
        return rules;
    }

    private Zone believed(String key, String[] networks) {
        if (networks.length == 0) {
            return Zone.NOBODY;
        }
        return reading.value(key, String.join(", ", networks), () -> {
                    Zone zone = zones.apply(networks);
                    if (zone.holdsAll()) {
                        throw new IllegalArgumentException(
                                "the networks of proxies that you run: who is believed may claim any address");
                    }
                    return zone;
                })
                .orElse(Zone.NOBODY);
    }
}
