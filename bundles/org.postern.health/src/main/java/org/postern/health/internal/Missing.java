// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.health.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** What a bundle needs and no other gives. */
final class Missing {
    private static final Pattern PACKAGE = Pattern.compile("osgi\\.wiring\\.package=([^)]+)");
    private static final Pattern JAVA = Pattern.compile("version=([^)]+)");

    private Missing() {}

    /** @return each in words */
    static List<String> of(Bundle bundle, Bundle[] all) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return List.of();
        }
        List<BundleCapability> given = Arrays.stream(all)
                .map(each -> Optional.ofNullable(each.adapt(BundleRevision.class)))
                .flatMap(Optional::stream)
                .flatMap(each -> each.getDeclaredCapabilities(null).stream())
                .toList();
        return revision.getDeclaredRequirements(null).stream()
                .filter(Missing::isNeeded)
                .filter(requirement -> given.stream().noneMatch(requirement::matches))
                .map(requirement -> words(requirement, given))
                .toList();
    }

    private static boolean isNeeded(BundleRequirement requirement) {
        String effective = requirement.getDirectives().getOrDefault("effective", "resolve");
        return effective.equals("resolve")
                && !"optional".equals(requirement.getDirectives().get("resolution"));
    }

    private static String words(BundleRequirement requirement, List<BundleCapability> given) {
        String filter = requirement.getDirectives().getOrDefault("filter", "");
        Matcher name = PACKAGE.matcher(filter);
        if (requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE) && name.find()) {
            String wanted = name.group(1);
            return isThere(wanted, given)
                    ? "the package " + wanted + " is here in another version than the bundle was built with: " + filter
                    : "it uses the package " + wanted
                            + ", which is nowhere in the gateway; put the library into the jar"
                            + " (in bnd.bnd, -conditionalpackage: " + wanted + ".*)";
        }
        Matcher version = JAVA.matcher(filter);
        if (requirement.getNamespace().equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)
                && version.find()) {
            return "it was built for Java " + version.group(1) + ", and the gateway runs on Java "
                    + Runtime.version().feature();
        }
        return "nothing here gives " + requirement.getNamespace() + " " + filter;
    }

    private static boolean isThere(String name, List<BundleCapability> given) {
        return given.stream()
                .anyMatch(
                        capability -> name.equals(capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)));
    }
}
