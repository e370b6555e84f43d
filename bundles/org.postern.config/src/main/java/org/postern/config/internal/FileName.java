// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a configuration file: {@code <pid>.cfg} or {@code <factory pid>~<name>.cfg}.
 *
 * @param pid the PID, or the factory PID
 * @param name what stands after the tilde
 */
record FileName(String pid, Optional<String> name) {
    private static final String SUFFIX = ".cfg";
    private static final Pattern PID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Whether the door reads a file of this name; what editors and half-done copies leave about it does not. */
    static boolean isConfiguration(String file) {
        return file.endsWith(SUFFIX) && !file.startsWith(".");
    }

    static FileName parse(String file) throws RefusedException {
        var stem = file.substring(0, file.length() - SUFFIX.length());
        var tilde = stem.indexOf('~');
        var pid = tilde < 0 ? stem : stem.substring(0, tilde);
        var name = tilde < 0 ? Optional.<String>empty() : Optional.of(stem.substring(tilde + 1));
        if (!PID.matcher(pid).matches()) {
            throw new RefusedException(
                    file, "bad file name: a PID such as org.postern.rule is needed, then .cfg or ~<name>.cfg");
        }
        if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
            throw new RefusedException(
                    file,
                    "bad file name: after the tilde come 1 to 64 letters, digits, '.', '_' or '-', a letter or digit first");
        }
        return new FileName(pid, name);
    }

    @Override
    public String toString() {
        return pid + name.map(n -> "~" + n).orElse("") + SUFFIX;
    }
}
