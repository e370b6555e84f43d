// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.api.config.ConfigurationCheck;
import org.postern.api.config.ConfigurationDoor;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;

class DoorTest {
    private static final String DEFAULT = "org.postern.profile~default.cfg";
    private static final String RULE = "org.postern.rule~inside.cfg";

    @TempDir
    Path base;

    private final RecordingTarget target = new RecordingTarget();
    private final List<Long> announced = new ArrayList<>();
    private final List<ConfigurationCheck> checks = new ArrayList<>(List.of(new ProfilesExist()));
    private Schema.Known schemas = Schemas.all();
    private long nanos;
    private Runnable whileReading = () -> {};

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectory(base.resolve("etc"));
    }

    @Test
    void putsInForceWhatIsThereAtTheStart() throws Exception {
        write(DEFAULT, "deadlineSeconds = 30");
        write(RULE, "");
        var door = door();

        door.tick();

        assertThat(target.values(DEFAULT)).containsEntry("deadlineSeconds", 30).containsEntry("mode", "ENFORCE");
        assertThat(target.values(RULE)).containsEntry("order", 100);
        assertThat(target.last).containsEntry("maxSessions", 5000).containsEntry(ConfigurationDoor.GENERATION, 1L);
        assertThat(announced).containsExactly(1L);
        assertThat(door.inForce().entries()).hasSize(2);
    }

    @Test
    void saysThatASetIsCompleteEvenWhenNoFileIsThere() {
        door().tick();

        assertThat(target.last).containsEntry("maxSessions", 5000).containsEntry(ConfigurationDoor.GENERATION, 1L);
    }

    @Test
    void goesOnCountingWhereAnEarlierDoorEnded() {
        target.generation = 7;

        door().tick();

        assertThat(announced).containsExactly(8L);
    }

    @Test
    void countsNothingWhenNothingChanged() throws Exception {
        write(DEFAULT, "");
        var door = door();
        door.tick();

        write(DEFAULT, "# only a comment\n");
        settle(door);
        door.reload();

        assertThat(announced).containsExactly(1L);
        assertThat(base.resolve("data/config").resolve(DEFAULT)).hasContent("# only a comment\n");
    }

    @Test
    void removesTheConfigurationOfADeletedFile() throws Exception {
        write(DEFAULT, "");
        write("org.postern.relay.cfg", "");
        var door = door();
        door.tick();

        Files.delete(etc("org.postern.relay.cfg"));
        settle(door);

        assertThat(target.set.of("org.postern.relay")).isEmpty();
        assertThat(announced).containsExactly(1L, 2L);
    }

    @Nested
    class WhenAValueIsBad {
        @Test
        void everythingStaysAsItWas() throws Exception {
            write(DEFAULT, "deadlineSeconds = 30");
            write(RULE, "order = 1");
            var door = door();
            door.tick();

            write(DEFAULT, "deadlineSeconds = soon");
            settle(door);

            assertThat(target.values(DEFAULT)).containsEntry("deadlineSeconds", 30);
            assertThat(announced).containsExactly(1L);
            assertThat(door.problems())
                    .containsExactly(new ConfigurationProblem(
                            DEFAULT, "deadlineSeconds", "soon", "a whole number from 5 to 540"));
        }

        @Test
        void everythingStaysAsItWasAfterARestartToo() throws Exception {
            write(DEFAULT, "deadlineSeconds = 30");
            write(RULE, "order = 1");
            var door = door();
            door.tick();
            write(DEFAULT, "deadlineSeconds = soon");
            settle(door);
            target.forget();

            var restarted = door();
            restarted.tick();

            assertThat(target.values(DEFAULT)).containsEntry("deadlineSeconds", 30);
            assertThat(target.values(RULE)).containsEntry("order", 1);
            assertThat(restarted.problems())
                    .extracting(ConfigurationProblem::file)
                    .containsExactly(DEFAULT);
        }

        @Test
        void thePutRightFileComesIntoForce() throws Exception {
            write(DEFAULT, "deadlineSeconds = soon");
            var door = door();
            door.tick();
            assertThat(target.set.entries()).isEmpty();

            write(DEFAULT, "deadlineSeconds = 40");
            settle(door);

            assertThat(target.values(DEFAULT)).containsEntry("deadlineSeconds", 40);
            assertThat(door.problems()).isEmpty();
        }
    }

    @Nested
    class WhileFilesAreBeingWritten {
        @Test
        void aHalfWrittenSetIsNeverInForce() throws Exception {
            write("org.postern.profile~old.cfg", "");
            write(RULE, "profile = old");
            var door = door();
            door.tick();

            // One step each 400 ms: rule before profile, profile in two halves, the old profile removed at the end.
            write(RULE, "profile = new");
            pass(door, 400);
            write("org.postern.profile~new.cfg", "mode = OBS");
            pass(door, 400);
            write("org.postern.profile~new.cfg", "mode = OBSERVE");
            pass(door, 400);
            Files.delete(etc("org.postern.profile~old.cfg"));
            pass(door, 0);
            pass(door, 499);
            assertThat(announced).containsExactly(1L);

            pass(door, 1);

            assertThat(announced).containsExactly(1L, 2L);
            assertThat(target.values(RULE)).containsEntry("profile", "new");
            assertThat(target.set.of("org.postern.profile")).hasSize(1);
            assertThat(door.problems()).isEmpty();
        }

        @Test
        void aFileThatChangesWhileItIsReadIsReadAgain() throws Exception {
            write(DEFAULT, "deadlineSeconds = 30");
            var door = door();
            whileReading = once(() -> write(DEFAULT, "deadlineSeconds = 40"));

            door.tick();
            assertThat(announced).isEmpty();
            settle(door);

            assertThat(target.values(DEFAULT)).containsEntry("deadlineSeconds", 40);
            assertThat(announced).containsExactly(1L);
        }

        @Test
        void aReloadReadsAgainWithoutAWait() throws Exception {
            write(DEFAULT, "deadlineSeconds = 30");
            var door = door();
            whileReading = once(() -> write(DEFAULT, "deadlineSeconds = 40"));

            door.reload();

            assertThat(target.values(DEFAULT)).containsEntry("deadlineSeconds", 40);
        }

        @Test
        void aReloadThatMeetsAWriterThatNeverRestsLeavesEverything() throws Exception {
            write(DEFAULT, "deadlineSeconds = 30");
            var door = door();
            door.tick();
            whileReading = () -> write(DEFAULT, "deadlineSeconds = 4" + (nanos++ % 10));

            door.reload();

            assertThat(target.values(DEFAULT)).containsEntry("deadlineSeconds", 30);
        }

        @Test
        void aFreshFileIsNotReadAtOnceAtTheStart() throws Exception {
            Files.writeString(etc(DEFAULT), "");
            var door = door();

            door.tick();
            assertThat(announced).isEmpty();
            pass(door, 500);

            assertThat(announced).containsExactly(1L);
        }
    }

    @Test
    void appliesAFileWhenABundleComesThatKnowsIt() throws Exception {
        schemas = Schema.Known.of(List.of());
        write("org.postern.relay.cfg", "user = me");
        var door = door();
        door.tick();
        assertThat(door.problems().get(0).allowed()).contains("no bundle knows the PID");

        schemas = Schemas.all();
        door.disturb();
        pass(door, 0);
        pass(door, 500);

        assertThat(target.values("org.postern.relay.cfg")).containsEntry("user", "me");
        assertThat(door.problems()).isEmpty();
    }

    @Test
    void judgesAnewWhenACheckComes() throws Exception {
        checks.clear();
        write(RULE, "profile = nosuch");
        var door = door();
        door.tick();
        assertThat(target.set.of("org.postern.rule")).hasSize(1);

        checks.add(new ProfilesExist());
        door.disturb();
        pass(door, 0);
        pass(door, 500);

        assertThat(target.set.of("org.postern.rule")).isEmpty();
    }

    @Test
    void takesAFolderThatCannotBeReadForNoEmptyOne() throws Exception {
        write(DEFAULT, "deadlineSeconds = 30");
        var door = door();
        door.tick();

        Files.move(base.resolve("etc"), base.resolve("elsewhere"));
        settle(door);

        assertThat(target.values(DEFAULT)).containsEntry("deadlineSeconds", 30);
        assertThat(door.problems()).extracting(ConfigurationProblem::file).containsExactly("etc");
    }

    @Test
    void triesAgainWhatConfigAdminDidNotTake() throws Exception {
        write(DEFAULT, "");
        target.refuse = true;
        var door = door();
        door.tick();
        assertThat(door.inForce().entries()).isEmpty();

        target.refuse = false;
        pass(door, 0);
        pass(door, 500);

        assertThat(door.inForce().entries()).hasSize(1);
        assertThat(announced).containsExactly(1L);
    }

    private Door door() {
        var folder = new EtcFolder(base.resolve("etc")) {
            @Override
            Reading read(String file) {
                var reading = super.read(file);
                whileReading.run();
                return reading;
            }
        };
        return new Door(
                folder,
                new LastGood(base.resolve("data").resolve("config")),
                new Door.Surroundings(() -> schemas, () -> new ConsistencyCheck(checks)),
                target,
                new Door.Time(() -> nanos, Instant::now),
                announced::add);
    }

    private Path etc(String file) {
        return base.resolve("etc").resolve(file);
    }

    /** Writes a file that was, by its time, written a while ago: each time another while. */
    private void write(String file, String text) {
        try {
            Files.writeString(etc(file), text);
            Files.setLastModifiedTime(etc(file), FileTime.from(Instant.now().minusSeconds(60)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void pass(Door door, long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
        door.tick();
    }

    private void settle(Door door) {
        pass(door, 0);
        pass(door, 500);
    }

    private static Runnable once(Runnable action) {
        var left = new ArrayList<>(List.of(action));
        return () -> {
            if (!left.isEmpty()) {
                left.remove(0).run();
            }
        };
    }

    /** Stands in for Config Admin. */
    private static final class RecordingTarget implements Target {
        private ConfigurationSet set = new ConfigurationSet(List.of());
        private Map<String, Object> last = Map.of();
        private long generation;
        private boolean refuse;

        @Override
        public long generation() {
            return generation;
        }

        @Override
        public void apply(ConfigurationSet applied, Map<String, Object> gateway) throws IOException {
            if (refuse) {
                throw new IOException("full");
            }
            set = applied;
            last = new HashMap<>(gateway);
        }

        private void forget() {
            set = new ConfigurationSet(List.of());
        }

        private Map<String, Object> values(String file) {
            return set.entries().stream()
                    .filter(entry -> entry.file().equals(file))
                    .findFirst()
                    .orElseThrow()
                    .properties();
        }
    }
}
