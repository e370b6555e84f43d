// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.postern.api.scan.Scanner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers one engine for each configuration. The service is registered by hand, since its properties are not the keys of
 * the configuration; a change of these never takes it away and brings it back under load.
 */
@Component(
        immediate = true,
        service = {},
        configurationPid = CommandEngine.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = CommandEngine.Config.class, factory = true)
public final class CommandEngine {
    static final String PID = "org.postern.scan.command";

    private static final Logger LOG = LoggerFactory.getLogger(CommandEngine.class);

    private final Path base;
    private final CommandScanner scanner;
    private final ServiceRegistration<Scanner> registration;

    /** What the administrator sets. */
    @ObjectClassDefinition(
            name = "Command engine",
            description =
                    "Has content looked at by a program that is run for each scan. The defaults are those of clamscan")
    public @interface Config {
        /** @return the engine's name */
        @AttributeDefinition(
                name = "Name",
                description = "The engine's name, as profiles name it: letters, digits and hyphens")
        String name() default "command";

        /** @return how many scans may run at once */
        @AttributeDefinition(
                name = "Concurrent scans",
                description = "How many programs may run at once. Each may need a gigabyte of memory",
                min = "1",
                max = "256")
        int maxConcurrent() default 2;

        /** @return what is run */
        @AttributeDefinition(
                name = "Command",
                description =
                        "The absolute path of a program and its arguments; {file} stands for the path of the content,"
                                + " exactly once. No shell takes part")
        String[] command();

        /** @return exit codes for clean */
        @AttributeDefinition(
                name = "Exit codes for clean",
                description = "With these exit codes nothing was found",
                min = "0",
                max = "127")
        int[] cleanExitCodes() default 0;

        /** @return what a clean answer must hold */
        @AttributeDefinition(
                name = "Words for clean",
                description =
                        "A regular expression that a line of the output must hold for a clean answer. Empty: none is"
                                + " asked for")
        String cleanPattern() default ": (OK|Empty file)$";

        /** @return exit codes for infected */
        @AttributeDefinition(
                name = "Exit codes for infected",
                description = "With these exit codes something was found, whatever the output says",
                min = "0",
                max = "127")
        int[] infectedExitCodes() default 1;

        /** @return where the name of a threat stands */
        @AttributeDefinition(
                name = "Name of a threat",
                description =
                        "A regular expression that finds in a line of the output, in its first group, what was found."
                                + " It counts whatever the exit code says")
        String threatPattern() default ": (.+) FOUND$";

        /** @return exit codes for unscannable */
        @AttributeDefinition(
                name = "Exit codes for unscannable",
                description =
                        "With these exit codes something was not looked at: reason=code, such as encryptedArchive=3",
                required = false)
        String[] unscannableExitCodes() default {};

        /** @return words for unscannable */
        @AttributeDefinition(
                name = "Words for unscannable",
                description =
                        "What says that something was not looked at: reason=regular expression, which fits the whole"
                                + " name of a threat, or a whole line of the output where the exit code is not for infected",
                required = false)
        String[] unscannablePatterns() default {
            "encryptedArchive=Heuristics[.]Encrypted[.].*",
            "limits=Heuristics[.](Limits[.]Exceeded([.].*)?|Email[.]ExceedsMax[.].*|XZ[.]DicSizeLimit)([.]UNOFFICIAL)?"
        };

        /** @return what tells the version of the signatures */
        @AttributeDefinition(
                name = "Command for the version",
                description =
                        "The absolute path of a program and its arguments, which prints the version of the signatures"
                                + " within a second; it is run no more often than once a minute. Empty: no verdict is used again"
                                + " for the same content",
                required = false)
        String[] versionCommand() default {};

        /** @return where the version of the signatures stands */
        @AttributeDefinition(
                name = "Version of the signatures",
                description = "A regular expression that finds it in a line of that output, in its first group")
        String versionPattern() default "^ClamAV [^/]+/(.+)$";

        /** @return how long a program may run */
        @AttributeDefinition(
                name = "Timeout",
                description = "How long a program may run, in milliseconds; then it is ended. The deadline of a message"
                        + " counts besides",
                min = "100",
                max = "600000")
        int timeoutMillis() default 60000;

        /** @return where content lies */
        @AttributeDefinition(
                name = "Work directory",
                description = "Where content lies while programs look at it; a relative path starts at the instance's"
                        + " directory")
        String workDirectory() default "data/scan.command";
    }

    /**
     * Offers the engine; whether the program is there is found out by those who run engines.
     *
     * @param context knows the instance's base directory by the framework property {@code postern.base}
     */
    @Activate
    public CommandEngine(BundleContext context, Config config) {
        base = Path.of(Optional.ofNullable(context.getProperty("postern.base"))
                .orElseThrow(() -> new IllegalStateException("the framework property postern.base is not set")));
        scanner = new CommandScanner(Settings.of(base, config), System::nanoTime);
        registration = context.registerService(Scanner.class, scanner, properties(config));
    }

    /** Takes other settings; scans that run end with the old ones. */
    @Modified
    public void modified(Config config) {
        try {
            scanner.use(Settings.of(base, config));
            registration.setProperties(properties(config));
        } catch (IllegalArgumentException wrong) {
            // The door does not let it through; whoever came in another way must not take the engine away.
            LOG.error("a configuration of {} is not used, the one before it stays: {}", PID, wrong.getMessage());
        }
    }

    /** Takes the engine back first, which waits for those who use it. */
    @Deactivate
    public void deactivate() {
        registration.unregister();
        scanner.close();
    }

    private static Dictionary<String, Object> properties(Config config) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Scanner.NAME, config.name());
        properties.put(Scanner.MAX_CONCURRENT, config.maxConcurrent());
        return properties;
    }
}
