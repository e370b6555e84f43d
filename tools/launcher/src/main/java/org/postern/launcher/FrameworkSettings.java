// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import java.util.LinkedHashMap;
import java.util.Map;

/** The framework's properties, which are also what File Install, Config Admin and SCR read their settings from. */
final class FrameworkSettings {
    /** Above every start level that a feature uses. */
    static final int FINAL_START_LEVEL = 100;

    /** Where vendors' bundles start: when the stages are there, before the health checks look at them. */
    private static final int DEPLOY_START_LEVEL = 60;

    private FrameworkSettings() {}

    static Map<String, String> of(Instance instance) {
        var settings = new LinkedHashMap<String, String>();

        // Where bundles find etc/ and data/.
        settings.put("postern.base", instance.base().toString());

        // What is installed is what features and deploy/ say, at each start anew.
        settings.put(
                "org.osgi.framework.storage", instance.data().resolve("cache").toString());
        settings.put("org.osgi.framework.storage.clean", "onFirstInit");
        settings.put("org.osgi.framework.startlevel.beginning", Integer.toString(FINAL_START_LEVEL));

        // Bundles get from the JDK what they import, and nothing from the launcher's class path.
        settings.put("org.osgi.framework.bootdelegation", "");
        settings.put("felix.bootdelegation.implicit", "false");

        // Events of the framework go to the log through its log service; Felix would print them a second time.
        settings.put("felix.log.level", "0");

        // Only jars, only from deploy/: configuration has its own door, and File Install takes pid~name.cfg apart
        // wrongly.
        settings.put("felix.fileinstall.dir", instance.deploy().toString());
        settings.put("felix.fileinstall.filter", ".*\\.jar");
        settings.put("felix.fileinstall.poll", "1000");
        settings.put("felix.fileinstall.noInitialDelay", "true");
        settings.put("felix.fileinstall.enableConfigSave", "false");
        settings.put("felix.fileinstall.start.level", Integer.toString(DEPLOY_START_LEVEL));
        settings.put(
                "felix.fileinstall.tmpdir",
                instance.data().resolve("cache/fileinstall").toString());
        settings.put("felix.fileinstall.log.default", "jul");
        // 2 = warnings: what a bundle threw when it was started is one.
        settings.put("felix.fileinstall.log.level", "2");

        // The door keeps the last good copies; Config Admin would only bring back values that were never checked.
        settings.put("felix.cm.pm", "memory");

        // 2 = warnings. The lock time-out stays at SCR's default of 5 s: drain times are chosen below it.
        settings.put("ds.loglevel", "2");
        return settings;
    }
}
