// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A vendor's way from nothing to an engine in service, by the commands of docs/writing-a-scanner.md as they stand there; and
 * what the archetype makes is the example. Maven works with a local repository that links to the real one, but for
 * Postern's own artifacts, which have to come from the kit.
 */
class VendorKitIT {
    private static final Path HOME = RunningGateway.script().getParent().getParent();
    private static final Path ROOT = HOME.resolve("../../..").normalize();
    private static final Path EXAMPLE = ROOT.resolve("examples/scanner-keyword");
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final int SECONDS = 300;

    private Path folder;
    private String places;
    private List<String> commands;
    private PrivatePostfix postfix;
    private int port;

    @BeforeEach
    void readTheGuide() throws Exception {
        folder = Files.createTempDirectory("postern-vendor");
        Path repository = folder.resolve("home/.m2/repository");
        link(Path.of(System.getProperty("org.ops4j.pax.url.mvn.localRepository")), repository);
        postfix = PrivatePostfix.start();
        port = Ports.free();

        List<String> lines = Files.readAllLines(ROOT.resolve("docs/writing-a-scanner.md")).stream()
                .filter(line -> line.startsWith("    "))
                .map(String::strip)
                .toList();
        assertThat(lines)
                .filteredOn(line -> line.matches("[A-Z]+=.*"))
                .extracting(line -> line.replaceAll("=.*", ""))
                .containsExactly("POSTERN", "INSTANCE", "LISTEN", "SERVER");
        places = "cd '" + folder + "' && export HOME='" + folder + "/home' MAVEN_OPTS='-Dmaven.repo.local=" + repository
                + "' POSTERN='" + HOME + "' INSTANCE='" + folder + "/instance' LISTEN=127.0.0.1:" + port + " SERVER="
                + postfix.address() + " && ";
        commands = lines.stream()
                .filter(line -> line.matches("(cp|mvn|\"\\$POSTERN\"/bin/postern|grep|swaks) .*"))
                .toList();
        assertThat(commands)
                .as("commands of the guide")
                .extracting(command -> command.replaceAll(" .*", ""))
                .containsExactly("cp", "mvn", "mvn", "\"$POSTERN\"/bin/postern", "cp", "grep", "swaks");
    }

    @AfterEach
    void end() throws Exception {
        postfix.close();
        Folders.delete(folder);
    }

    @Test
    void fiveCommandsLeadToAnEngineInService() throws Exception {
        for (String command : commands.subList(0, 3)) {
            run(command);
        }
        try (RunningGateway gateway = start(commands.get(3))) {
            run(commands.get(4));
            Until.holds(
                    "the engine's service",
                    TIME,
                    () -> shell(commands.get(5)).output().contains("engine acme is in service"));
            run(commands.get(6));

            assertThat(gateway.mailLogLine("action=replaced")).contains("acme", "Keyword-Found");
        }
    }

    @Test
    void theExamplesNamesGiveTheExampleOctetForOctet() throws Exception {
        run(commands.get(0));
        run(commands.get(1).replace("com.acme", "com.example").replace("engine=acme", "engine=keyword"));

        assertThat(files(folder.resolve("scanner-keyword"))).isEqualTo(files(EXAMPLE));
    }

    @Test
    @Tag("long")
    void namesMayBeNoWordsOfJava() throws Exception {
        run(commands.get(0));
        run(commands.get(1)
                .replace("com.acme", "com.my-company")
                .replace("engine=acme", "engine=my-av -Dversion=2.1.0"));
        run(commands.get(2).replace("acme", "my-av"));
        try (RunningGateway gateway = start(commands.get(3))) {
            run(commands.get(4).replace("acme-1.0.0", "my-av-2.1.0").replace("acme", "my-av"));

            Until.holds("the engine's service", TIME, () -> gateway.log().contains("engine my-av is in service"));
        }
    }

    private RunningGateway start(String command) throws Exception {
        return RunningGateway.byShell(places + "exec " + command, folder.resolve("instance"), port)
                .start();
    }

    private Command run(String command) throws Exception {
        Command done = shell(command);
        assertThat(done.exit()).as("%s: %s", command, done.output()).isZero();
        return done;
    }

    private Command shell(String command) throws Exception {
        return Command.run(List.of("sh", "-c", places + command), SECONDS);
    }

    /** What lies there, without what a build makes of it. */
    private static Map<String, String> files(Path project) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(project)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path name = project.relativize(file);
                if (!name.startsWith("target")) {
                    files.put(name.toString(), Files.readString(file, UTF_8));
                }
            }
        }
        assertThat(files).as(project.toString()).containsKey("pom.xml");
        return files;
    }

    /** Two levels of links are enough to leave out org/postern. What Maven fetches besides goes where it always goes. */
    private static void link(Path real, Path layered) throws IOException {
        Files.createDirectories(layered.resolve("org"));
        linkAll(real, layered, "org");
        linkAll(real.resolve("org"), layered.resolve("org"), "postern");
    }

    private static void linkAll(Path from, Path to, String but) throws IOException {
        try (Stream<Path> all = Files.list(from)) {
            for (Path each : all.toList()) {
                if (!each.endsWith(but)) {
                    Files.createSymbolicLink(to.resolve(each.getFileName()), each);
                }
            }
        }
    }
}
