// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.postern.api.config.ConfigurationCheck;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;
import org.postern.api.config.ConfigurationSet.Entry;

class ProposalTest {
    private static final String DEFAULT = "org.postern.profile~default.cfg";
    private static final String LAX = "org.postern.profile~lax.cfg";
    private static final String RULE = "org.postern.rule~inside.cfg";

    private final Map<String, String> folder = new TreeMap<>();
    private final Map<String, ConfigFile> lastGood = new HashMap<>();
    private Schema.Known schemas = Schemas.all();
    private List<ConfigurationCheck> checks = List.of(new ProfilesExist());
    private ConfigurationSet inForce = new ConfigurationSet(List.of());

    @Test
    void takesWhatIsRight() {
        folder.put(DEFAULT, "");
        folder.put(RULE, "profile = default");

        var result = propose();

        assertThat(files(result)).containsExactly(DEFAULT, RULE);
        assertThat(result.kept()).containsOnlyKeys(DEFAULT, RULE);
        assertThat(result.refusals()).isEmpty();
    }

    @Test
    void startsTheRestWhenAFileWithoutACopyIsBad() {
        folder.put(DEFAULT, "");
        folder.put(LAX, "mode = WRONG");

        var result = propose();

        assertThat(files(result)).containsExactly(DEFAULT);
        assertThat(result.refusals()).extracting(ConfigurationProblem::file).containsExactly(LAX);
    }

    @Test
    void fallsBackToTheLastGoodCopy() {
        good(DEFAULT, "deadlineSeconds = 30");
        folder.put(DEFAULT, "deadlineSeconds = 3");

        var result = propose();

        assertThat(value(result, DEFAULT, "deadlineSeconds")).isEqualTo(30);
        assertThat(result.kept().get(DEFAULT).text()).isEqualTo("deadlineSeconds = 30");
    }

    @Test
    void removesWhatWasDeleted() {
        good(DEFAULT, "");
        good(LAX, "");
        folder.put(DEFAULT, "");

        var result = propose();

        assertThat(files(result)).containsExactly(DEFAULT);
        assertThat(result.kept()).containsOnlyKeys(DEFAULT);
        assertThat(result.refusals()).isEmpty();
    }

    @Nested
    class WhenTheWholeIsNotConsistent {
        @Test
        void refusesTheChangedFileThatIsNamed() {
            good(DEFAULT, "");
            good(RULE, "order = 1");
            folder.put(DEFAULT, "deadlineSeconds = 30");
            folder.put(RULE, "order = 2\nprofile = nosuch");

            var result = propose();

            assertThat(value(result, RULE, "order")).isEqualTo(1);
            assertThat(value(result, DEFAULT, "deadlineSeconds")).isEqualTo(30);
            assertThat(result.refusals())
                    .containsExactly(
                            new ConfigurationProblem(RULE, "profile", "nosuch", "no such profile; there are: default"));
        }

        @Test
        void leavesOutTheNewFileThatIsNamed() {
            folder.put(DEFAULT, "");
            folder.put(RULE, "profile = nosuch");

            assertThat(files(propose())).containsExactly(DEFAULT);
        }

        @Test
        void holdsBackTheRemovalOfWhatAnUnchangedFileNeeds() {
            good(DEFAULT, "");
            good(LAX, "");
            good(RULE, "profile = lax");
            folder.put(DEFAULT, "deadlineSeconds = 30");
            folder.put(RULE, "profile = lax");

            var result = propose();

            assertThat(files(result)).containsExactly(DEFAULT, LAX, RULE);
            assertThat(value(result, DEFAULT, "deadlineSeconds")).isEqualTo(30);
            assertThat(result.kept()).containsKey(LAX);
            assertThat(result.refusals()).singleElement().satisfies(problem -> {
                assertThat(problem.file()).isEqualTo(LAX);
                assertThat(problem.allowed()).startsWith("its removal is held back because of " + RULE + ": profile");
            });
        }

        @Test
        void takesARenamedProfileWithItsRule() {
            good(LAX, "");
            good(RULE, "profile = lax");
            folder.put(DEFAULT, "");
            folder.put(RULE, "profile = default");

            var result = propose();

            assertThat(files(result)).containsExactly(DEFAULT, RULE);
            assertThat(result.refusals()).isEmpty();
        }

        @Test
        void refusesABadProfileAndTheNewRuleThatNeedsIt() {
            folder.put(LAX, "mode = WRONG");
            folder.put(RULE, "profile = lax");

            var result = propose();

            assertThat(files(result)).isEmpty();
            assertThat(result.refusals()).extracting(ConfigurationProblem::file).containsExactly(LAX, RULE);
        }

        @Test
        void leavesOutAnUnchangedFileThatDoesNotFitAnyMore() {
            good(DEFAULT, "");
            good(RULE, "profile = lax");
            folder.put(DEFAULT, "");
            folder.put(RULE, "profile = lax");

            var result = propose();

            assertThat(files(result)).containsExactly(DEFAULT);
            assertThat(result.kept()).containsOnlyKeys(DEFAULT, RULE);
        }

        @Test
        void takesNamesThatDifferByCaseOnlyAsOneTooMany() {
            good(DEFAULT, "");
            folder.put(DEFAULT, "");
            folder.put("org.postern.profile~Default.cfg", "");

            var result = propose();

            assertThat(files(result)).containsExactly(DEFAULT);
            assertThat(result.refusals())
                    .extracting(ConfigurationProblem::file)
                    .containsExactly("org.postern.profile~Default.cfg");
        }

        @Test
        void endsWithTheSetWhenTheProblemIsAboutNothingThatIsThere() {
            checks = List.of(set -> List.of(new ConfigurationProblem("other.cfg", "", "", "must be there")));
            folder.put(DEFAULT, "");

            var result = propose();

            assertThat(files(result)).containsExactly(DEFAULT);
            assertThat(result.refusals()).extracting(ConfigurationProblem::file).containsExactly("other.cfg");
        }

        @Test
        void endsWithNothingWhenACheckIsNeverContent() {
            checks = List.of(set -> List.of(
                    new ConfigurationProblem(DEFAULT, "", "", "no"), new ConfigurationProblem(LAX, "", "", "no")));
            good(DEFAULT, "");
            folder.put(DEFAULT, "deadlineSeconds = 30");
            folder.put(LAX, "");

            assertThat(files(propose())).isEmpty();
        }

        @Test
        void goesOnWithoutACheckThatFails() {
            checks = List.of(
                    set -> {
                        throw new IllegalStateException("broken");
                    },
                    new ProfilesExist());
            folder.put(DEFAULT, "");
            folder.put(RULE, "profile = nosuch");

            assertThat(files(propose())).containsExactly(DEFAULT);
        }

        @Test
        void repeatsNoSecretThatACheckRepeats() {
            checks = List.of(set -> set.of("org.postern.relay").stream()
                    .map(entry -> new ConfigurationProblem(
                            entry.file(),
                            "password",
                            (String) entry.properties().get("password"),
                            "a better one"))
                    .toList());
            folder.put("org.postern.relay.cfg", "password = hunter2hunter2");

            assertThat(propose().refusals())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.value()).isEmpty());
        }
    }

    @Nested
    class WhenNoBundleKnowsThePid {
        @Test
        void saysSoAndKeepsTheLastGoodCopy() {
            good("org.example.scanner.cfg", "a = 1");
            folder.put("org.example.scanner.cfg", "a = 2");

            var result = propose();

            assertThat(files(result)).isEmpty();
            assertThat(result.kept().get("org.example.scanner.cfg").text()).isEqualTo("a = 1");
            assertThat(result.refusals()).isEmpty();
            assertThat(result.unknown().get(0).allowed()).contains("no bundle knows the PID org.example.scanner");
        }

        @Test
        void leavesInForceWhatItsBundleLeftBehind() {
            good(DEFAULT, "deadlineSeconds = 30");
            folder.put(DEFAULT, "deadlineSeconds = 30");
            inForce = propose().set();
            schemas = Schema.Known.of(List.of());

            assertThat(value(propose(), DEFAULT, "deadlineSeconds")).isEqualTo(30);
        }

        @Test
        void namesThePidThatWasMeant() {
            folder.put("org.postern.rule-inside.cfg", "");
            folder.put("org.postern.profil~a.cfg", "");

            assertThat(propose().unknown())
                    .extracting(ConfigurationProblem::allowed)
                    .satisfiesExactly(
                            said -> assertThat(said).endsWith("did you mean org.postern.profile?"),
                            said -> assertThat(said).endsWith("did you mean org.postern.rule?"));
        }
    }

    private Proposal.Result propose() {
        var readings = new TreeMap<String, Reading>();
        folder.forEach((file, text) -> readings.put(file, new Reading.Readable(file(file, text))));
        return Proposal.of(readings, lastGood, schemas, new ConsistencyCheck(checks), inForce);
    }

    private void good(String file, String text) {
        lastGood.put(file, file(file, text));
    }

    private static ConfigFile file(String file, String text) {
        try {
            return ConfigFile.parse(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (RefusedException refused) {
            throw new IllegalArgumentException(refused);
        }
    }

    private static List<String> files(Proposal.Result result) {
        return result.set().entries().stream().map(Entry::file).sorted().toList();
    }

    private static Object value(Proposal.Result result, String file, String key) {
        return result.set().entries().stream()
                .filter(entry -> entry.file().equals(file))
                .findFirst()
                .orElseThrow()
                .properties()
                .get(key);
    }
}
