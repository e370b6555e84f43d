// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.postern.api.config.ConfigurationCheck;
import org.postern.api.config.ConfigurationDoor;
import org.postern.api.config.ConfigurationProblem;

/** The built bundle inside Felix, with SCR and Config Admin. */
class DoorIT {
    private static final List<String> SERVICES = List.of(
            "org.osgi.util.function",
            "org.osgi.util.promise",
            "org.osgi.service.component",
            "org.apache.felix.configadmin",
            "org.apache.felix.scr");

    @TempDir
    Path base;

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private Framework framework;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectory(base.resolve("etc"));
        framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        "org.osgi.framework.storage",
                        base.resolve("cache").toString(),
                        "org.osgi.framework.system.packages.extra",
                        "org.slf4j;version=2.0.0,org.postern.api.config;version=1.0.0,org.osgi.service.cm;version=1.6.1",
                        "felix.cm.pm",
                        "memory",
                        "felix.log.level",
                        "0",
                        DoorComponent.BASE,
                        base.toString()));
        framework.start();
        framework.getBundleContext().registerService(ConfigurationListener.class, this::record, null);
        for (var name : SERVICES) {
            install(jar(name));
        }
        install("metatype", metatype(Schemas.XML));
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(TimeUnit.SECONDS.toMillis(10));
    }

    @Test
    void updatesTypedConfigurationsAndTheGatewayLast() throws Exception {
        write("org.postern.profile~default.cfg", "deadlineSeconds = 30");
        write("org.postern.rule~inside.cfg", "ports = 25, 587");
        write("org.postern.gateway.cfg", "maxSessions = 7");

        startDoor();

        assertThat(nextThree())
                .containsExactly(
                        "updated org.postern.profile~default",
                        "updated org.postern.rule~inside",
                        "updated org.postern.gateway");
        var admin = service(ConfigurationAdmin.class);
        var rule =
                admin.getFactoryConfiguration("org.postern.rule", "inside", "?").getProperties();
        assertThat((Integer[]) rule.get("ports")).containsExactly(25, 587);
        assertThat(rule.get("profile")).isEqualTo("default");
        var gateway = admin.getConfiguration("org.postern.gateway", "?").getProperties();
        assertThat(gateway.get("maxSessions")).isEqualTo(7);
        assertThat(gateway.get("generation")).isEqualTo(1L);
    }

    @Test
    void tellsTheGenerationAsAServiceProperty() throws Exception {
        startDoor();
        assertThat(next()).isEqualTo("updated org.postern.gateway");

        write("org.postern.relay.cfg", "limit = 2");
        service(ConfigurationDoor.class).reload();

        assertThat(reference(ConfigurationDoor.class).getProperty(ConfigurationDoor.GENERATION))
                .isEqualTo(2L);
    }

    @Test
    void touchesOnlyWhatChanged() throws Exception {
        write("org.postern.profile~default.cfg", "");
        write("org.postern.rule~inside.cfg", "");
        write("org.postern.rule~outside.cfg", "");
        startDoor();
        nextThree();
        assertThat(next()).isEqualTo("updated org.postern.gateway");

        write("org.postern.rule~inside.cfg", "order = 5");
        Files.delete(base.resolve("etc/org.postern.rule~outside.cfg"));

        assertThat(nextThree())
                .containsExactly(
                        "deleted org.postern.rule~outside",
                        "updated org.postern.rule~inside",
                        "updated org.postern.gateway");
    }

    @Test
    void removesWhatNoFileSaysAtTheStart() throws Exception {
        service(ConfigurationAdmin.class)
                .getFactoryConfiguration("org.postern.rule", "evil", "?")
                .update(new Hashtable<>(Map.of("action", "PERMIT")));
        assertThat(next()).isEqualTo("updated org.postern.rule~evil");

        startDoor();

        assertThat(next()).isEqualTo("deleted org.postern.rule~evil");
    }

    @Test
    void appliesTheFileOfABundleThatComesLater() throws Exception {
        write("org.example.scanner.cfg", "words = a, b");
        startDoor();
        assertThat(next()).isEqualTo("updated org.postern.gateway");
        assertThat(service(ConfigurationDoor.class).problems())
                .extracting(ConfigurationProblem::file)
                .containsExactly("org.example.scanner.cfg");

        install(
                "scanner",
                metatype("<MetaData><OCD id='x'><AD id='words' type='String' cardinality='9'/></OCD>"
                        + "<Designate pid='org.example.scanner'><Object ocdref='x'/></Designate></MetaData>"));

        assertThat(next()).isEqualTo("updated org.example.scanner");
        assertThat(service(ConfigurationDoor.class).problems()).isEmpty();
    }

    @Test
    void keepsTheLastGoodValuesWhenACheckSaysNoAlsoInANewDoor() throws Exception {
        framework.getBundleContext().registerService(ConfigurationCheck.class, new ProfilesExist(), null);
        write("org.postern.profile~default.cfg", "");
        write("org.postern.rule~inside.cfg", "order = 5");
        var door = startDoor();
        nextThree();

        write("org.postern.rule~inside.cfg", "order = 6\nprofile = nosuch");
        service(ConfigurationDoor.class).reload();
        assertThat(order()).isEqualTo(5);
        door.stop();
        door.start();
        assertThat(next()).isEqualTo("updated org.postern.gateway");

        assertThat(order()).isEqualTo(5);
        assertThat(service(ConfigurationDoor.class).problems())
                .containsExactly(new ConfigurationProblem(
                        "org.postern.rule~inside.cfg", "profile", "nosuch", "no such profile; there are: default"));
    }

    private Object order() throws IOException {
        return service(ConfigurationAdmin.class)
                .getFactoryConfiguration("org.postern.rule", "inside", "?")
                .getProperties()
                .get("order");
    }

    private Bundle startDoor() throws IOException, BundleException {
        try (var built = Files.newDirectoryStream(Path.of("target"), "org.postern.config-*.jar")) {
            return install(built.iterator().next());
        }
    }

    private Bundle install(Path jar) throws BundleException {
        var bundle = framework.getBundleContext().installBundle(jar.toUri().toString());
        bundle.start();
        return bundle;
    }

    private void install(String name, byte[] jar) throws BundleException {
        framework
                .getBundleContext()
                .installBundle("memory:" + name, new ByteArrayInputStream(jar))
                .start();
    }

    private void write(String file, String text) throws IOException {
        var unfinished = base.resolve(file + ".new");
        Files.writeString(unfinished, text);
        Files.move(unfinished, base.resolve("etc").resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    private void record(ConfigurationEvent event) {
        events.add((event.getType() == ConfigurationEvent.CM_DELETED ? "deleted " : "updated ") + event.getPid());
    }

    private String next() throws InterruptedException {
        return events.poll(20, TimeUnit.SECONDS);
    }

    private List<String> nextThree() throws InterruptedException {
        var three = new ArrayList<String>();
        for (var i = 0; i < 3; i++) {
            three.add(next());
        }
        return three;
    }

    private <S> S service(Class<S> type) {
        return framework.getBundleContext().getService(reference(type));
    }

    private <S> ServiceReference<S> reference(Class<S> type) {
        return framework.getBundleContext().getServiceReference(type);
    }

    private static Path jar(String artifact) {
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Path.of(entry).getFileName().toString().matches(artifact + "-[0-9.]+\\.jar")) {
                return Path.of(entry);
            }
        }
        throw new IllegalStateException(artifact + " is not on the class path");
    }

    private static byte[] metatype(String xml) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "test." + Integer.toHexString(xml.hashCode()));
        var octets = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(octets, manifest)) {
            jar.putNextEntry(new JarEntry("OSGI-INF/metatype/test.xml"));
            jar.write(xml.getBytes(StandardCharsets.UTF_8));
        }
        return octets.toByteArray();
    }
}
