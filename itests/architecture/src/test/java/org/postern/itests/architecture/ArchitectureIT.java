// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postern.itests.architecture.ShippedBundles.Bundle;

/** Which way dependencies point, what lies where, and what nobody may use. */
class ArchitectureIT {
    private static final Path SOURCES = Path.of(System.getProperty("postern.distribution"), "../../../bundles")
            .normalize();
    private static final String API = "org.postern.api";

    /** What vendors test with: on a class path, never in a gateway. */
    private static final String TESTKIT = "org.postern.testkit";

    /** What several bundles share and no vendor needs. */
    private static final Set<String> SHARED =
            Set.of("org.postern.swap", "org.postern.inspect.line", "org.postern.scan.peer");

    /** A package of the header Export-Package with all that belongs to it; commas may stand in quotes. */
    private static final Pattern EXPORT = Pattern.compile("([\\w.]+)((?:;[\\w.-]+:?=(?:\"[^\"]*\"|[^\",;]*))*)(?:,|$)");

    private static final Pattern VERSION = Pattern.compile(";version=\"?\\d+\\.\\d+\\.\\d+");

    private static final List<Bundle> BUNDLES = ShippedBundles.read();
    private static final JavaClasses CLASSES = ShippedBundles.classes(BUNDLES);

    @Test
    void everyBundleFolderIsShippedUnderItsSymbolicName() throws Exception {
        try (var folders = Files.list(SOURCES)) {
            var names = folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.equals(TESTKIT))
                    .toList();

            assertThat(BUNDLES).extracting(Bundle::symbolicName).containsExactlyInAnyOrderElementsOf(names);
            assertThat(BUNDLES)
                    .allSatisfy(bundle ->
                            assertThat(bundle.fileNameWithoutVersion()).isEqualTo(bundle.symbolicName()));
        }
    }

    @TestFactory
    Stream<DynamicTest> everyClassLiesUnderInternalOfItsBundleUnlessItIsApiOrShared() {
        return BUNDLES.stream()
                .map(bundle -> DynamicTest.dynamicTest(bundle.symbolicName(), () -> {
                    var shared = bundle.symbolicName().equals(API) || SHARED.contains(bundle.symbolicName());
                    var root = bundle.symbolicName() + (shared ? "" : ".internal");

                    assertThat(bundle.packages())
                            .isNotEmpty()
                            .allSatisfy(name -> assertThat(name + ".").startsWith(root + "."));
                }));
    }

    @Test
    void noPackageOccursInTwoBundles() {
        var owners = new TreeMap<String, TreeSet<String>>();
        BUNDLES.forEach(bundle -> bundle.packages()
                .forEach(name ->
                        owners.computeIfAbsent(name, n -> new TreeSet<>()).add(bundle.symbolicName())));

        assertThat(owners).allSatisfy((name, bundles) -> assertThat(bundles).hasSize(1));
    }

    @Test
    void onlyApiAndSharedBundlesExportAndEveryPackageOfTheirsHasAVersion() {
        for (var bundle : BUNDLES) {
            if (!bundle.symbolicName().equals(API) && !SHARED.contains(bundle.symbolicName())) {
                assertThat(bundle.exported()).as(bundle.symbolicName()).isEmpty();
                continue;
            }
            var exports = EXPORT.matcher(bundle.exported()).results().toList();
            assertThat(exports).extracting(export -> export.group(1)).hasSameElementsAs(bundle.packages());
            assertThat(exports)
                    .allSatisfy(export ->
                            assertThat(export.group(2)).as(export.group(1)).containsPattern(VERSION));
        }
    }

    @Test
    void apiHoldsInterfacesRecordsEnumsAnnotationsExceptionsAndFinalClassesOnly() {
        classes()
                .that()
                .resideInAPackage(API + "..")
                .should(be("of a kind that an API may hold", ArchitectureIT::isOfAnApi))
                .check(CLASSES);
    }

    @Test
    void apiDependsOnTheJdkAndTheOsgiAnnotationsOnly() {
        classes()
                .that()
                .resideInAPackage(API + "..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("java..", "javax.net.ssl..", "org.osgi.annotation..", API + "..")
                                .or(describe(
                                        "arrays of primitives",
                                        type -> type.getBaseComponentType().isPrimitive())))
                .check(CLASSES);
    }

    @TestFactory
    Stream<DynamicTest> noBundleDependsOnAnotherButApiAndSharedOnes() {
        return BUNDLES.stream()
                .map(bundle -> DynamicTest.dynamicTest(
                        bundle.symbolicName(),
                        () -> noClasses()
                                .that(describe("lie in " + bundle.symbolicName(), bundle::holds))
                                .should()
                                .dependOnClassesThat(resideInAPackage("org.postern..")
                                        .and(DescribedPredicate.not(resideInAPackage(API + "..")))
                                        .and(describe(
                                                "lie in another bundle",
                                                type -> !bundle.holds(type) && !isShared(type))))
                                .check(CLASSES)));
    }

    @Test
    void minaIsUsedByTheLegsOfTheGatewayOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.postern.gateway.internal.leg")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.mina..")
                .check(CLASSES);
    }

    @Test
    void inspectorsHaveNoSocketsNoFilesAndNoThreads() {
        noClasses()
                .that()
                .resideInAPackage("org.postern.inspect..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("javax.net..", "java.nio.channels..", "java.nio.file..")
                        .or(describe("connect", ArchitectureIT::connects))
                        .or(describe(
                                "open files",
                                type -> type.getName()
                                        .matches("java\\.io\\.(File|FileDescriptor|File(Input|Output)Stream"
                                                + "|File(Reader|Writer)|RandomAccessFile)")))
                        .or(describe("are threads or run them", ArchitectureIT::runsThreads)))
                .check(CLASSES);
    }

    /** An address may be shown as it is; to look its name up would block. */
    @Test
    void inspectorsLookNoNamesUp() {
        noClasses()
                .that()
                .resideInAPackage("org.postern.inspect..")
                .should()
                .callMethodWhere(describe(
                        "it looks names up",
                        call -> call.getTargetOwner().getPackageName().equals("java.net")
                                && call.getName()
                                        .matches("getHostName|getCanonicalHostName|getByName|getAllByName|getLocalHost"
                                                + "|isReachable")))
                .check(CLASSES);
    }

    @Test
    void nobodyReadsSerializedObjects() { // T63
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .check(CLASSES);
    }

    @Test
    void noClassIsNamedAfterNothing() {
        noClasses()
                .should()
                .haveNameMatching(".*(Utils?|Helper|Manager|Impl)(\\$.*)?")
                .check(CLASSES);
    }

    private static boolean connects(JavaClass type) {
        return type.getPackageName().startsWith("java.net")
                && !type.getName().matches("java\\.net\\.(InetSocketAddress|Inet[46]?Address)");
    }

    private static boolean isOfAnApi(JavaClass type) {
        return type.isInterface() // annotations and package-info too
                || type.isRecord()
                || type.isEnum()
                || type.isAssignableTo(Throwable.class)
                || type.getModifiers().contains(JavaModifier.FINAL)
                || isConstantOfAnEnum(type)
                || isSynthetic(type);
    }

    private static boolean isConstantOfAnEnum(JavaClass type) {
        return type.getEnclosingClass().filter(JavaClass::isEnum).isPresent() && type.isAnonymousClass();
    }

    /** What javac adds for a switch over an enum. */
    private static boolean isSynthetic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static boolean runsThreads(JavaClass type) {
        return type.getName().matches("java\\.lang\\.(Thread|ThreadGroup|Process|ProcessBuilder)(\\$.*)?")
                || type.getName().matches("java\\.util\\.(Timer|TimerTask)")
                || type.getName()
                        .matches(
                                "java\\.util\\.concurrent\\.(.*Executor.*|ForkJoin.*|CompletableFuture|ThreadFactory)");
    }

    private static ArchCondition<JavaClass> be(String what, Predicate<JavaClass> is) {
        return new ArchCondition<>("be " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                events.add(new SimpleConditionEvent(
                        type, is.test(type), type.getFullName() + " is " + (is.test(type) ? "" : "not ") + what));
            }
        };
    }

    private static boolean isShared(JavaClass type) {
        return BUNDLES.stream().anyMatch(bundle -> SHARED.contains(bundle.symbolicName()) && bundle.holds(type));
    }
}
