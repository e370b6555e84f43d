// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each mistake that a vendor may make with a jar is told in the log, in words that say what to do. */
class BrokenBundleIT {
    private static final Duration TIME = Duration.ofSeconds(40);

    /** The words of the table in docs/writing-a-scanner.md, by the jar's name. */
    private static final Map<String, String> WORDS = Map.of(
            "library", "cannot be started: it uses the package com.acme.client, which is nowhere in the gateway",
            "version", "cannot be started: the package org.postern.api.spool is here in another version",
            "java", "cannot be started: it was built for Java 99",
            "activator", "is not started; what it threw when it was is in the log",
            "configuration", "waits for its configuration: etc/com.acme.configuration.cfg",
            "reference", "waits for a service that is not there: com.acme.Client",
            "made", "could not be made: java.lang.IllegalStateException: no licence",
            "annotation", "brings nothing that is used",
            "plain", "is no bundle",
            "cut", "cannot be read");

    private RecordingServer server;
    private RunningGateway gateway;

    @BeforeEach
    void begin() throws Exception {
        server = new RecordingServer();
        gateway = RunningGateway.before(server.address()).start();
    }

    @AfterEach
    void end() throws Exception {
        gateway.close();
        server.close();
    }

    @Test
    void everyMistakeIsToldOnceAndSaysWhatToDo() throws Exception {
        drop("library", bundle("library").with("Import-Package", "org.postern.api.scan,com.acme.client"));
        drop("version", bundle("version").with("Import-Package", "org.postern.api.spool;version=\"[9,10)\""));
        drop("java", bundle("java").with("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\""));
        drop("activator", bundle("activator").with("Bundle-Activator", "com.acme.IsNotThere"));
        drop(
                "configuration",
                scanner("configuration", "configuration-policy='require' configuration-pid='com.acme.configuration'"));
        drop("reference", scanner("reference", "").reference("com.acme.Client"));
        drop("made", bundle("made").component(DroppedScanner.ThrowsWhenMade.class, "", "made"));
        drop("annotation", bundle("annotation"));
        drop("plain", DroppedJar.plain());
        drop("exporter", bundle("exporter").with("Export-Package", "com.acme.client.of.others"));
        drop("fragment", bundle("fragment").with("Fragment-Host", "com.acme.annotation"));
        put("cut.jar", new byte[] {'P', 'K', 3, 4});

        for (Map.Entry<String, String> each : WORDS.entrySet()) {
            Until.holds(
                    each.getKey() + ": " + each.getValue(),
                    TIME,
                    () -> told(each.getKey()).anyMatch(line -> line.contains(each.getValue())));
        }
        assertThat(gateway.printed()).contains("deploy/plain.jar: is no bundle");
        for (String jar : WORDS.keySet()) {
            assertThat(told(jar)).as(jar).hasSize(1);
        }
        assertThat(told("exporter")).as("a library is no mistake").isEmpty();
        assertThat(told("fragment"))
                .as("a part of another bundle is no mistake")
                .isEmpty();
    }

    @Test
    @Tag("long")
    void aJarThatDoesNotLetGoIsNamed() throws Exception {
        drop("end", bundle("end").component(DroppedScanner.HangsAtItsEnd.class, "deactivate='stop'", "end"));
        Until.holds("the engine", TIME, () -> gateway.log().contains("engine end is out of service"));

        Files.delete(deploy().resolve("end.jar"));

        Until.holds("the line", TIME, () -> gateway.log().contains("deploy/end.jar: does not stop"));
        gateway.kill();
    }

    private Stream<String> told(String jar) throws IOException {
        return gateway.log().lines().filter(line -> line.contains("deploy/" + jar + ".jar: "));
    }

    private static DroppedJar bundle(String name) {
        return DroppedJar.bundle("com.acme." + name);
    }

    private static DroppedJar scanner(String name, String attributes) {
        return bundle(name).component(DroppedScanner.class, attributes, name);
    }

    private void drop(String name, DroppedJar jar) throws IOException {
        put(name + ".jar", jar.octets());
    }

    private void put(String name, byte[] octets) throws IOException {
        Path draft = Files.write(deploy().resolve("draft"), octets);
        Files.move(draft, deploy().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path deploy() {
        return gateway.base().resolve("deploy");
    }
}
