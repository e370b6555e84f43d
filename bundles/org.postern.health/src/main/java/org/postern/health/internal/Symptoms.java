// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.health.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Says what keeps a bundle from serving, and what its author can do about it. */
final class Symptoms {
    private static final String REQUIRE = "require";

    private static final String NOTHING = "brings nothing that is used: it has no class with @Component"
            + " (org.osgi.service.component.annotations), or was not built with bnd-maven-plugin";

    private final BundleContext context;
    private final ServiceComponentRuntime components;

    Symptoms(BundleContext context, ServiceComponentRuntime components) {
        this.context = context;
        this.components = components;
    }

    /** @return one line, or empty if it serves or will in a moment */
    Optional<String> of(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.INSTALLED -> Optional.of(unresolved(bundle));
            case Bundle.RESOLVED ->
                isFragment(bundle)
                        ? Optional.empty()
                        : Optional.of("is not started; what it threw when it was is in the log, at "
                                + bundle.getSymbolicName());
            case Bundle.STOPPING ->
                Optional.of(
                        "does not stop: its @Deactivate method or activator does not return, and nothing else is taken"
                                + " from deploy/ until it does");
            case Bundle.ACTIVE -> idle(bundle);
            default -> Optional.empty();
        };
    }

    private String unresolved(Bundle bundle) {
        List<String> missing = Missing.of(bundle, context.getBundles());
        return missing.isEmpty()
                ? "cannot be started: what it imports does not fit together"
                : "cannot be started: " + String.join("; ", missing);
    }

    private Optional<String> idle(Bundle bundle) {
        List<ComponentDescriptionDTO> described = List.copyOf(components.getComponentDescriptionDTOs(bundle));
        if (described.isEmpty()) {
            return bringsSomething(bundle) ? Optional.empty() : Optional.of(NOTHING);
        }
        String all = described.stream().flatMap(this::troubles).distinct().collect(Collectors.joining("; "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    /** Besides components: services, an activator that may do anything, or packages for others. */
    private static boolean bringsSomething(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return bundle.getRegisteredServices() != null
                || bundle.getHeaders().get(Constants.BUNDLE_ACTIVATOR) != null
                || revision == null
                || !revision.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE)
                        .isEmpty();
    }

    private static boolean isFragment(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    private Stream<String> troubles(ComponentDescriptionDTO component) {
        List<ComponentConfigurationDTO> configured = List.copyOf(components.getComponentConfigurationDTOs(component));
        if (configured.isEmpty()) {
            return REQUIRE.equals(component.configurationPolicy)
                    ? Stream.of(waitsForConfiguration(component))
                    : Stream.empty();
        }
        return configured.stream().flatMap(each -> trouble(component, each).stream());
    }

    private static Optional<String> trouble(ComponentDescriptionDTO component, ComponentConfigurationDTO configured) {
        return switch (configured.state) {
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> Optional.of(waitsForConfiguration(component));
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                Optional.of(component.implementationClass + " waits for a service that is not there: "
                        + waitsFor(component, configured));
            case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                Optional.of(component.implementationClass + " could not be made: " + cause(configured.failure));
            default -> Optional.empty();
        };
    }

    private static String waitsForConfiguration(ComponentDescriptionDTO component) {
        return component.implementationClass + " waits for its configuration: etc/"
                + String.join(
                        ", etc/",
                        Arrays.stream(component.configurationPid)
                                .map(pid -> pid + ".cfg")
                                .toList());
    }

    private static String waitsFor(ComponentDescriptionDTO component, ComponentConfigurationDTO configured) {
        List<String> names = Arrays.stream(configured.unsatisfiedReferences)
                .map((UnsatisfiedReferenceDTO each) -> each.name)
                .toList();
        return Arrays.stream(component.references)
                .filter(reference -> names.contains(reference.name))
                .map(reference -> reference.interfaceName)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** The innermost of a stack trace's exceptions: the author's own. */
    private static String cause(String stackTrace) {
        String prefix = "Caused by: ";
        List<String> lines = stackTrace == null ? List.of() : stackTrace.lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .reduce((first, second) -> second)
                .map(line -> line.substring(prefix.length()))
                .orElseGet(() -> lines.isEmpty() ? "the log tells why" : lines.get(0));
    }
}
