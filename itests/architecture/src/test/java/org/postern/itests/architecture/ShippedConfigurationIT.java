// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.architecture;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The files in config/ say what the Metatype of the bundles says: every key, no other, and its true default. */
class ShippedConfigurationIT {
    private static final Path DISTRIBUTION = Path.of(System.getProperty("postern.distribution"));
    private static final Path CONFIG = DISTRIBUTION.resolve("../../../config").normalize();

    /** {@code key = value}, commented out or not; prose has a blank after the number sign. */
    private static final Pattern SETTING = Pattern.compile("(#?)([A-Za-z][A-Za-z0-9._-]*) =(.*)");

    /** By PID: each key with its default, "-" if it has none. */
    private static final Map<String, Map<String, String>> METATYPE = new TreeMap<>();

    @BeforeAll
    static void readTheMetatypeOfOurBundles() throws Exception {
        try (var jars = Files.newDirectoryStream(DISTRIBUTION.resolve("bundles"), "org.postern.*.jar")) {
            for (var jar : jars) {
                try (var bundle = new JarFile(jar.toFile())) {
                    for (var entry : bundle.stream()
                            .filter(file -> file.getName().matches("OSGI-INF/metatype/[^/]+\\.xml"))
                            .toList()) {
                        var parser = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
                        add(parser.parse(bundle.getInputStream(entry)));
                    }
                }
            }
        }
    }

    @Test
    void thereIsMetatype() {
        assertThat(METATYPE).containsKeys("org.postern.gateway", "org.postern.rule", "org.postern.profile");
    }

    @TestFactory
    Stream<DynamicTest> everyKeyStandsInAFileAndNoOther() throws IOException {
        var documented = new TreeMap<String, TreeSet<String>>();
        METATYPE.keySet().forEach(pid -> documented.put(pid, new TreeSet<>()));
        for (var file : files()) {
            documented
                    .computeIfAbsent(pid(file), pid -> new TreeSet<>())
                    .addAll(settings(file).stream().map(Setting::key).toList());
        }
        return documented.entrySet().stream()
                .map(pid -> DynamicTest.dynamicTest(
                        pid.getKey(),
                        () -> assertThat(pid.getValue())
                                .isEqualTo(METATYPE.getOrDefault(pid.getKey(), Map.of())
                                        .keySet())));
    }

    @TestFactory
    Stream<DynamicTest> whatIsCommentedOutIsTheDefault() throws IOException {
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(),
                        () -> settings(file).stream()
                                .filter(Setting::isDefault)
                                .forEach(setting -> assertThat(setting.value())
                                        .as(setting.key())
                                        .isEqualTo(METATYPE.get(pid(file)).get(setting.key())))));
    }

    @TestFactory
    Stream<DynamicTest> everyFileIsShipped() throws IOException {
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(),
                        () -> assertThat(DISTRIBUTION.resolve("etc").resolve(file.getFileName()))
                                .hasSameTextualContentAs(file)));
    }

    /**
     * @param isDefault whether it is commented out
     * @param value a list without the blanks after its commas
     */
    private record Setting(String key, String value, boolean isDefault) {}

    private static List<Setting> settings(Path file) throws IOException {
        var settings = new ArrayList<Setting>();
        for (var line : Files.readAllLines(file)) {
            var setting = SETTING.matcher(line);
            if (setting.matches()) {
                settings.add(new Setting(
                        setting.group(2),
                        setting.group(3).strip().replace(", ", ","),
                        !setting.group(1).isEmpty()));
            } else {
                assertThat(line.isBlank() || line.equals("#") || line.startsWith("# "))
                        .as(line)
                        .isTrue();
            }
        }
        return settings;
    }

    private static List<Path> files() throws IOException {
        try (var files = Files.list(CONFIG)) {
            return files.sorted().toList();
        }
    }

    private static String pid(Path file) {
        return file.getFileName().toString().replaceFirst("(~.*)?\\.cfg(\\.example)?$", "");
    }

    private static void add(Document document) {
        var classes = new TreeMap<String, Map<String, String>>();
        for (var type : elements(document.getElementsByTagName("OCD"))) {
            var keys = new TreeMap<String, String>();
            elements(type.getElementsByTagName("AD"))
                    .forEach(key -> keys.put(
                            key.getAttribute("id"),
                            key.hasAttribute("default") ? withoutEscapes(key.getAttribute("default")) : "-"));
            classes.put(type.getAttribute("id"), keys);
        }
        for (var designate : elements(document.getElementsByTagName("Designate"))) {
            var pid = designate.getAttribute(designate.hasAttribute("factoryPid") ? "factoryPid" : "pid");
            var object = (Element) designate.getElementsByTagName("Object").item(0);
            METATYPE.put(pid, classes.get(object.getAttribute("ocdref")));
        }
    }

    /** A blank within a default has a backslash before it. */
    private static String withoutEscapes(String value) {
        return value.replace("\\ ", " ");
    }

    private static List<Element> elements(NodeList nodes) {
        return Stream.iterate(0, i -> i < nodes.getLength(), i -> i + 1)
                .map(i -> (Element) nodes.item(i))
                .collect(toCollection(ArrayList::new));
    }
}
