// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.internal.policy.SetDraft.list;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.inspect.Introductions;
import org.postern.api.inspect.Introductions.Kind;

/** Where a listener's connections come from, and who is introduced on it. */
class ListenerReaderTest {
    private static SetDraft draft(Object... more) {
        Object[] first = {"protocol", "smtp", "port", 2525};
        Object[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return new SetDraft().with("listener", "in", all);
    }

    private static SetDraft from(String source, String... upstreams) {
        return draft("sourceAddress", source, "upstream", upstreams);
    }

    private static ListenerSpec read(SetDraft draft) {
        PolicyReader reader = new PolicyReader(draft.set());
        assertThat(reader.problems()).isEmpty();
        return reader.policy().listeners().get(0);
    }

    private static void assertProblem(SetDraft draft, String key, String value, String allowed) {
        List<ConfigurationProblem> problems = new PolicyCheck().check(draft.set());
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("org.postern.listener~in.cfg");
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.value()).isEqualTo(value);
            assertThat(problem.allowed()).contains(allowed);
        });
        assertThat(new PolicyReader(draft.set()).policy().listeners()).isEmpty();
    }

    @Nested
    class TheSourceAddress {
        @Test
        void isTheSystemsChoiceByDefault() {
            assertThat(read(draft("upstream", list("127.0.0.1:25"))).source()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "127.0.0.5, 127.0.0.1:25",
            "::1, [::1]:25",
            "127.0.0.5, mail.example:25",
            "::1, mail.example:25",
            "127.0.0.5, localhost:25"
        })
        void fitsItsUpstreams(String source, String upstream) throws Exception {
            assertThat(read(from(source, upstream)).source()).contains(InetAddress.getByName(source));
        }

        @ParameterizedTest
        @CsvSource({"127.0.0.5, [2001:db8::25]:25, IPv6", "::1, 192.0.2.25:25, IPv4"})
        void isRefusedWhereAnUpstreamIsOfTheOtherFamily(String source, String upstream, String needed) {
            assertProblem(
                    from(source, "mail.example:25", upstream),
                    "sourceAddress",
                    source,
                    needed + " address, as that of upstream " + upstream);
        }

        @ParameterizedTest
        @CsvSource({
            "mail.example, not an IP address",
            "0.0.0.0, one address of this host",
            "::, one address of this host",
            "224.0.0.1, one address of this host",
            "fe80::1, needs its interface",
            "fe80::1%nosuch0, no such interface",
            "127.0.0.1%1, not an IP address"
        })
        void isRefusedWhereItIsNone(String source, String allowed) {
            assertProblem(from(source, "mail.example:25"), "sourceAddress", source, allowed);
        }
    }

    @Nested
    class Introducing {
        @Test
        void isNobodysBusinessByDefault() throws Exception {
            assertThat(read(draft("upstream", list("127.0.0.1:25")))
                            .introductions()
                            .of(InetAddress.getByName("127.0.0.1")))
                    .isEqualTo(Introductions.NONE);
        }

        @ParameterizedTest
        @CsvSource({
            "192.0.2.1, true, false",
            "192.0.2.129, false, false",
            "10.1.2.3, false, true",
            "2001:db8::7, true, false",
            "2001:db9::7, false, false"
        })
        void isBelievedOfTheNetworksThatAreListed(String client, boolean xclient, boolean xforward) throws Exception {
            IntroductionRules rules = read(draft(
                                    "upstream",
                                    list("mail.example:25"),
                                    "xclientFrom",
                                    list("192.0.2.0/25", "2001:db8::/32"),
                                    "xforwardFrom",
                                    list("local"))
                            .with("zones", "", "local", list("10.0.0.0/8")))
                    .introductions();

            Set<Kind> believed = rules.of(InetAddress.getByName(client)).believed();

            assertThat(believed.contains(Kind.XCLIENT)).isEqualTo(xclient);
            assertThat(believed.contains(Kind.XFORWARD)).isEqualTo(xforward);
        }

        @ParameterizedTest
        @CsvSource({"xclientTo, XCLIENT", "xforwardTo, XFORWARD"})
        void isDoneToServersWhereItIsSaid(String key, Kind kind) throws Exception {
            IntroductionRules rules =
                    read(draft("upstream", list("mail.example:25"), key, true)).introductions();

            assertThat(rules.of(InetAddress.getByName("192.0.2.1")))
                    .isEqualTo(new Introductions(Set.of(), Set.of(kind)));
        }

        @ParameterizedTest
        @CsvSource({
            "xclientFrom, any, networks of proxies that you run",
            "xforwardFrom, 0.0.0.0/0, networks of proxies that you run",
            "xforwardFrom, ::/0, networks of proxies that you run",
            "xclientFrom, proxy.example, not an IP address",
            "xclientFrom, fe80::1%eth0, not an IP address"
        })
        void isRefusedFromEverybodyAndFromNames(String key, String value, String allowed) {
            assertProblem(draft("upstream", list("mail.example:25"), key, list(value)), key, value, allowed);
        }

        @ParameterizedTest
        @ValueSource(strings = {"xclientTo", "xforwardTo"})
        void isOfSmtpOnly(String key) {
            SetDraft pop3 = new SetDraft()
                    .with(
                            "listener",
                            "in",
                            "protocol",
                            "pop3",
                            "port",
                            2110,
                            "upstream",
                            list("mail.example:110"),
                            key,
                            true);

            assertProblem(pop3, "protocol", "pop3", "smtp, where");
        }
    }

    @Nested
    class OnIpv6 {
        @Test
        void listensAndForwards() {
            ListenerSpec spec = read(draft("address", "::1", "upstream", list("[2001:db8::25]:25")));

            assertThat(spec.describe()).isEqualTo("smtp [0:0:0:0:0:0:0:1]:2525 -> [2001:db8::25]:25");
        }

        /** A number stands for an interface too, and needs none of a certain name here. */
        @Test
        void takesLinkLocalAddressesWithTheirInterface() {
            ListenerSpec spec = read(draft("address", "fe80::2%1", "upstream", list("[fe80::25%1]:25")));

            assertThat(spec.describe()).endsWith("%1]:2525 -> [fe80::25%1]:25");
            assertThat(spec.upstreams().get(0).isLiteral()).isTrue();
        }

        @ParameterizedTest
        @CsvSource({
            "fe80::2, needs its interface",
            "2001:db8::2%1, only a link-local",
            "::1%lo, only a link-local",
            "fe80::2%nosuch0, no such interface",
            "fe80::2%, not an IP address"
        })
        void refusesAnInterfaceThatIsMissingOrTooMuch(String address, String allowed) {
            assertProblem(draft("address", address, "upstream", list("mail.example:25")), "address", address, allowed);
            assertProblem(draft("upstream", list("[" + address + "]:25")), "upstream", "[" + address + "]:25", allowed);
        }
    }

    @Nested
    class TheFooter {
        @ParameterizedTest
        @ValueSource(strings = {"", "For help call +420 123 456 789, or ask ~postmaster."})
        void isPrintable(String footer) {
            assertThat(new PolicyCheck()
                            .check(new SetDraft()
                                    .with("gateway", "", "rejectFooter", footer)
                                    .set()))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"two\r\nlines", "caf\u00e9", "tab\there", "del\u007f"})
        void isRefusedOtherwise(String footer) {
            assertRefused(footer);
        }

        @Test
        void isRefusedWhereItIsTooLong() {
            assertRefused("x".repeat(201));
        }

        private void assertRefused(String footer) {
            assertThat(new PolicyCheck()
                            .check(new SetDraft()
                                    .with("gateway", "", "rejectFooter", footer)
                                    .set()))
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.file()).isEqualTo("org.postern.gateway.cfg");
                        assertThat(problem.key()).isEqualTo("rejectFooter");
                        assertThat(problem.allowed()).contains("200 printable");
                    });
        }
    }
}
