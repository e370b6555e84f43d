// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.internal.policy.SetDraft.list;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.policy.BareNewlines;
import org.postern.api.policy.Mode;
import org.postern.api.policy.Profile;
import org.postern.api.policy.QuarantineFailure;
import org.postern.api.policy.ScannerFailure;
import org.postern.api.policy.TlsMode;
import org.postern.api.policy.Treatment;
import org.postern.api.scan.EngineMode;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.session.Channel;
import org.postern.api.session.Protocol;
import org.postern.api.tls.ServerTrust;

class PolicyReaderTest {
    private final SetDraft draft = new SetDraft();

    private Policy read() {
        PolicyReader reader = new PolicyReader(draft.set());
        assertThat(reader.problems()).isEmpty();
        return reader.policy();
    }

    private List<ConfigurationProblem> problems() {
        return new PolicyCheck().check(draft.set());
    }

    private static Object[] listener(int port) {
        return new Object[] {"protocol", "smtp", "port", port, "upstream", list("127.0.0.1:25")};
    }

    @Test
    void readsAnEmptySetAsNothing() {
        assertThat(read()).isEqualTo(Policy.EMPTY);
    }

    @Test
    void readsListenersWithTheirDefaults() {
        draft.with("listener", "in", "protocol", "smtp", "port", 2525, "upstream", list("127.0.0.1:25", "[::1]:26"));

        ListenerSpec listener = read().listeners().get(0);

        assertThat(listener.name()).isEqualTo("in");
        assertThat(listener.protocol()).isEqualTo(Protocol.SMTP);
        assertThat(listener.backlog()).isEqualTo(1024);
        assertThat(listener.upstreams()).extracting(Upstream::toString).containsExactly("127.0.0.1:25", "[::1]:26");
        assertThat(listener.describe()).isEqualTo("smtp 127.0.0.1:2525 -> 127.0.0.1:25|[::1]:26");
    }

    @Test
    void readsProfilesWithTheDefaultsThatAreDocumented() {
        draft.with("profile", "default").with("rule", "all");

        Profile profile = read().rules().get(0).profile();

        assertThat(profile.name()).isEqualTo("default");
        assertThat(profile.mode()).isEqualTo(Mode.ENFORCE);
        assertThat(profile.scanSmtp()).isTrue();
        assertThat(profile.quarantine()).isTrue();
        assertThat(profile.onQuarantineFailure()).isEqualTo(QuarantineFailure.DEFER);
        assertThat(profile.tls()).isEqualTo(TlsMode.DISABLE);
        assertThat(profile.unscannable()).isEqualTo(Treatment.DENY);
        assertThat(profile.overrides()).containsOnlyKeys(UnscannableReason.ENCRYPTED_MESSAGE);
        assertThat(profile.treatmentOf(UnscannableReason.ENCRYPTED_MESSAGE)).isEqualTo(Treatment.ALLOW);
        assertThat(profile.ambiguous()).isEqualTo(Treatment.ALLOW);
        assertThat(profile.onScannerFailure()).isEqualTo(ScannerFailure.DEFER);
        assertThat(profile.maxMessageBytes()).isEqualTo(150 << 20);
        assertThat(profile.bareNewlines()).isEqualTo(BareNewlines.REFUSE_DANGEROUS);
        assertThat(profile.scanPlan().engines()).isEmpty();
        assertThat(profile.scanPlan().mode()).isEqualTo(EngineMode.ALL);
        assertThat(profile.deadline()).isEqualTo(Duration.ofSeconds(90));
    }

    /** As files have the keys: a dot where the annotation has an underscore. */
    @ParameterizedTest
    @CsvSource({
        "encryptedMessage, ENCRYPTED_MESSAGE",
        "encryptedArchive, ENCRYPTED_ARCHIVE",
        "damaged, DAMAGED",
        "tooLarge, TOO_LARGE",
        "limits, LIMITS",
        "partial, PARTIAL",
        "tooManyReadings, TOO_MANY_READINGS"
    })
    void readsTheTreatmentOfEachReason(String key, UnscannableReason reason) {
        draft.with("profile", "denies", "unscannable", "ALLOW", "unscannable." + key, "DENY")
                .with("profile", "inherits", "unscannable", "DENY", "unscannable." + key, "INHERIT")
                .with("rule", "a", "profile", "denies")
                .with("rule", "b", "profile", "inherits");

        Policy policy = read();

        assertThat(policy.rules().get(0).profile().overrides()).containsEntry(reason, Treatment.DENY);
        assertThat(policy.rules().get(1).profile().treatmentOf(reason)).isEqualTo(Treatment.DENY);
    }

    @Test
    void readsRulesInTheirOrder() {
        draft.with("profile", "default")
                .with("listener", "in", listener(2525))
                .with("rule", "z", "order", 1, "action", "DENY", "sources", list("10.0.0.0/8", "local"))
                .with("rule", "b", "order", 5)
                .with("rule", "a", "order", 5, "protocols", list("pop3"), "listeners", list("in", "in"));

        List<Rule> rules = read().rules();

        assertThat(rules).extracting(Rule::name).containsExactly("z", "a", "b");
        assertThat(rules.get(0).action()).isEqualTo(Rule.Action.DENY);
        assertThat(rules.get(1).protocols()).containsExactly(Protocol.POP3);
        assertThat(rules.get(1).listeners()).containsExactly("in");
        assertThat(rules.get(2).inspector()).isEqualTo(Rule.DEFAULT_INSPECTOR);
        assertThat(rules.get(2).sources()).isEqualTo(Zone.ANY);
    }

    @Test
    void letsTheZoneLocalBeChanged() {
        draft.with("zones", "", "local", list("192.0.2.0/24"))
                .with("profile", "default")
                .with("rule", "r", "sources", list("local"));

        assertThat(read().rules().get(0).sources().networks()).containsExactly(Network.parse("192.0.2.0/24"));
    }

    @Nested
    class NamesWhatIsWrong {
        private void assertProblem(String file, String key, String value, String allowed) {
            assertThat(problems()).singleElement().satisfies(problem -> {
                assertThat(problem.file()).isEqualTo(file);
                assertThat(problem.key()).isEqualTo(key);
                assertThat(problem.value()).isEqualTo(value);
                assertThat(problem.allowed()).contains(allowed);
            });
        }

        @ParameterizedTest
        @CsvSource({
            "mode, MAYBE, 'ENFORCE, OBSERVE'",
            "onQuarantineFailure, PASS, 'DEFER, REPLACE'",
            "tls, STRIP, 'ALLOW, DISABLE, INTERCEPT'",
            "unscannable, deny, 'DENY, ALLOW'",
            "unscannable.limits, NO, 'DENY, ALLOW'",
            "ambiguous, '', 'DENY, ALLOW'",
            "onScannerFailure, PASS, 'DEFER, TREAT_AS_UNSCANNABLE'",
            "bareNewlines, KEEP, 'REFUSE_DANGEROUS, REFUSE_ALL'",
            "engineMode, SOME, 'ALL, FIRST'"
        })
        void inAProfile(String key, String value, String allowed) {
            draft.with("profile", "p", key, value);

            assertProblem("org.postern.profile~p.cfg", key, value, allowed);
        }

        @Test
        void inANumber() {
            draft.with("profile", "p", "deadlineSeconds", -1);

            assertThat(problems()).singleElement().satisfies(problem -> {
                assertThat(problem.file()).isEqualTo("org.postern.profile~p.cfg");
                assertThat(problem.allowed()).contains("deadline");
            });
        }

        @Test
        void inAValueOfAnotherType() {
            draft.with("listener", "l", "protocol", "smtp", "port", "smtp", "upstream", list("127.0.0.1:25"));

            assertThat(problems()).singleElement().satisfies(problem -> {
                assertThat(problem.file()).isEqualTo("org.postern.listener~l.cfg");
                assertThat(problem.key()).isEqualTo("port");
            });
        }

        @Test
        void inTheAddressOfAListener() {
            draft.with(
                    "listener", "l", "protocol", "smtp", "port", 1, "address", "10.0.0.0/8", "upstream", list("h:1"));

            assertProblem("org.postern.listener~l.cfg", "address", "10.0.0.0/8", "not an IP address");
        }

        @Test
        void inThePortOfAListener() {
            draft.with("listener", "l", listener(65536));

            assertProblem("org.postern.listener~l.cfg", "port", "65536", "0 to 65535");
        }

        @Test
        void inTheProtocolOfAListener() {
            draft.with("listener", "l", "protocol", "imap", "port", 1, "upstream", list("h:1"));

            assertProblem("org.postern.listener~l.cfg", "protocol", "imap", "smtp");
        }

        @Test
        void inTheUpstreamOfAListener() {
            draft.with("listener", "l", "protocol", "smtp", "port", 1, "upstream", list("h:1", "h"));

            assertProblem("org.postern.listener~l.cfg", "upstream", "h:1, h", "host:port");
        }

        @Test
        void inAListenerWithNothing() {
            draft.with("listener", "l");

            assertThat(problems())
                    .extracting(ConfigurationProblem::key)
                    .containsExactly("protocol", "port", "upstream");
        }

        @Test
        void whereTwoListenersHaveOnePort() {
            draft.with("listener", "one", listener(2525)).with("listener", "two", listener(2525));

            assertProblem("org.postern.listener~two.cfg", "port", "2525", "listener one has");
        }

        @ParameterizedTest
        @CsvSource({
            "0.0.0.0, 127.0.0.1, true",
            "::, 127.0.0.1, true",
            "::, ::1, true",
            "::, 0.0.0.0, true",
            "0.0.0.0, ::1, false",
            "127.0.0.1, 127.0.0.2, false"
        })
        void whereOneListenerTakesTheAddressOfAnother(String one, String other, boolean problem) {
            draft.with("listener", "a", concat(listener(2525), "address", one))
                    .with("listener", "b", concat(listener(2525), "address", other));

            assertThat(problems()).hasSize(problem ? 1 : 0);
        }

        /** T58. */
        @ParameterizedTest
        @CsvSource({
            "127.0.0.1, 127.0.0.1:2525, true",
            "0.0.0.0, 127.0.0.1:2525, true",
            "::, [::1]:2525, true",
            "127.0.0.1, 127.0.0.1:2526, false",
            "0.0.0.0, 192.0.2.1:2525, false"
        })
        void whereAnUpstreamIsTheGatewayItself(String address, String upstream, boolean problem) {
            draft.with(
                    "listener", "a", "protocol", "smtp", "port", 2525, "address", address, "upstream", list(upstream));

            assertThat(problems()).hasSize(problem ? 1 : 0);
        }

        @Test
        void butNotWhereTheSystemChoosesThePort() {
            draft.with("listener", "one", listener(0)).with("listener", "two", listener(0));

            assertThat(problems()).isEmpty();
        }

        @Test
        void inARuleForAListenerThatIsNotThere() {
            draft.with("profile", "default")
                    .with("listener", "in", listener(1))
                    .with("rule", "r", "listeners", list("in", "inn"));

            assertProblem("org.postern.rule~r.cfg", "listeners", "inn", "there are: in");
        }

        @Test
        void inARuleForAProfileThatIsNotThere() {
            draft.with("rule", "r", "profile", "strict");

            assertProblem("org.postern.rule~r.cfg", "profile", "strict", "there are: none");
        }

        @Test
        void inARuleForTheShippedProfileThatIsNotThere() {
            draft.with("rule", "r");

            assertProblem(
                    "org.postern.rule~r.cfg",
                    "profile",
                    "default",
                    "; copy org.postern.profile~default.cfg from etc/ of the distribution");
        }

        @Test
        void onceWhereARuleNamesWhatIsWrongItself() {
            draft.with("profile", "default", "mode", "MAYBE")
                    .with("listener", "in", listener(65536))
                    .with("rule", "r", "listeners", list("in"));

            assertThat(problems())
                    .extracting(ConfigurationProblem::file)
                    .containsExactlyInAnyOrder("org.postern.profile~default.cfg", "org.postern.listener~in.cfg");
        }

        @ParameterizedTest
        @CsvSource({
            "sources, lokal, not an IP address",
            "sources, 10/8, not an IP address",
            "destinations, 10.0.0.0/40, prefix",
            "protocols, imap, 'smtp, pop3'"
        })
        void inAListOfARule(String key, String value, String allowed) {
            draft.with("profile", "default").with("rule", "r", key, list(value));

            assertProblem("org.postern.rule~r.cfg", key, value, allowed);
        }

        @Test
        void inARuleWithoutAnySource() {
            draft.with("profile", "default").with("rule", "r", "sources", list());

            assertProblem("org.postern.rule~r.cfg", "sources", "", "at least one");
        }

        @Test
        void inTheActionOfARule() {
            draft.with("profile", "default").with("rule", "r", "action", "ALLOW");

            assertProblem("org.postern.rule~r.cfg", "action", "ALLOW", "PERMIT, DENY, DROP");
        }

        @Test
        void inTheZones() {
            draft.with("zones", "", "local", list("10.0.0.0/8", "home"));

            assertProblem("org.postern.zones.cfg", "local", "10.0.0.0/8, home", "home");
        }

        private static Object[] concat(Object[] first, Object... more) {
            Object[] all = Arrays.copyOf(first, first.length + more.length);
            System.arraycopy(more, 0, all, first.length, more.length);
            return all;
        }
    }

    @Test
    void leavesOutWhatIsWrongSoThatNothingIsPermittedByIt() {
        draft.with("profile", "default").with("rule", "r", "sources", list("lokal"));

        Policy policy = new PolicyReader(draft.set()).policy();

        assertThat(policy.rules()).isEmpty();
    }

    @Nested
    class WhenTlsIsIntercepted {
        private static final String PIN = "ab".repeat(32);

        private ServerTrust trust(Object... keysAndValues) {
            List<Object> all = new ArrayList<>(List.of("tls", "INTERCEPT"));
            all.addAll(Arrays.asList(keysAndValues));
            draft.with("tls", "mail").with("profile", "default", all.toArray()).with("rule", "all");
            return read().rules().get(0).profile().serverTrust();
        }

        private void assertRefused(String key, String why, Object... keysAndValues) {
            draft.with("tls", "mail").with("profile", "default", keysAndValues);
            assertThat(problems())
                    .anySatisfy(problem -> {
                        assertThat(problem.key()).isEqualTo(key);
                        assertThat(problem.toString()).contains(why);
                    })
                    .hasSize(1);
        }

        @Test
        void asksForAnAuthorityAndTheNameUnlessTold() {
            assertThat(trust()).isEqualTo(ServerTrust.DEFAULT);
        }

        @Test
        void readsPinsHoweverTheyAreWritten() {
            String colons = "AB" + ":AB".repeat(31);

            assertThat(trust("tlsVerify", "PIN", "tlsPins", list(PIN, colons, "cd".repeat(32))))
                    .isEqualTo(new ServerTrust(ServerTrust.Verify.PIN, Set.of(PIN, "cd".repeat(32)), Optional.empty()));
        }

        @Test
        void readsAFileOfAuthorities() {
            assertThat(trust("tlsAuthorities", "etc/tls/authorities.pem").authorities())
                    .contains(Path.of("etc/tls/authorities.pem"));
        }

        @Test
        void refusesPinsThatAreNone() {
            assertRefused("tlsPins", "64 hexadecimal digits", "tlsVerify", "PIN", "tlsPins", list("ab:cd"));
        }

        @Test
        void refusesToPinNothing() {
            assertRefused("tlsPins", "at least one fingerprint", "tlsVerify", "PIN");
        }

        @Test
        void refusesPinsThatNobodyLooksAt() {
            assertRefused("tlsPins", "only with tlsVerify = PIN", "tlsPins", list(PIN));
        }

        @Test
        void refusesAuthoritiesThatNobodyLooksAt() {
            assertRefused(
                    "tlsAuthorities",
                    "only with tlsVerify = CA",
                    "tlsVerify",
                    "OPPORTUNISTIC",
                    "tlsAuthorities",
                    "etc/a.pem");
        }

        @Test
        void refusesToInterceptWithoutACertificate() {
            draft.with("profile", "default", "tls", "INTERCEPT");

            assertThat(problems()).hasSize(1);
            assertThat(problems().get(0).key()).isEqualTo("tls");
            assertThat(problems().get(0).toString()).contains("org.postern.tls~<name>.cfg");
        }
    }

    @Test
    void readsWhatAListenerIsSpokenToInFromTheFirstOctet() {
        draft.with("listener", "clear", listener(2525))
                .with(
                        "listener",
                        "tls",
                        "protocol",
                        "pop3",
                        "port",
                        995,
                        "implicitTls",
                        true,
                        "upstream",
                        list("127.0.0.1:1"));

        assertThat(read().listeners()).extracting(ListenerSpec::channel).containsExactly(Channel.CLEAR, Channel.TLS);
        assertThat(read().listeners().get(1).describe()).startsWith("pop3s 127.0.0.1:995");
    }
}
