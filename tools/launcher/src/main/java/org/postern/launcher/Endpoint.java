// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A host and a TCP port as written on the command line: {@code 127.0.0.1:25}, {@code [::1]:25}, {@code mail.example:25},
 * and {@code :25} or {@code *:25} for every address of this machine.
 *
 * @param host a name, an address (IPv6 without brackets), or {@link #ANY}
 * @param port 1 to 65535
 */
record Endpoint(String host, int port) {
    static final String ANY = "*";

    private static final Pattern WRITTEN =
            Pattern.compile("(?:\\[(?<six>[^\\[\\]]+)]|(?<name>[^:\\[\\]]*)):(?<port>\\d{1,5})");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?\\.?");
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
    private static final Pattern FOUR = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

    Endpoint {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
        if (!host.equals(ANY) && !isHost(host)) {
            throw new IllegalArgumentException("'" + host + "' is neither an address nor a host name");
        }
    }

    /** Throws {@link IllegalArgumentException} with what is wrong with {@code text}. */
    static Endpoint parse(String text) {
        var match = WRITTEN.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT, for example 127.0.0.1:25 or [::1]:25");
        }
        var port = Integer.parseInt(match.group("port"));
        if (match.group("six") != null) {
            if (!isSix(match.group("six"))) {
                throw new IllegalArgumentException("'" + match.group("six") + "' is not an IPv6 address");
            }
            return new Endpoint(match.group("six"), port);
        }
        return new Endpoint(match.group("name").isEmpty() ? ANY : match.group("name"), port);
    }

    boolean isAnyAddress() {
        return host.equals(ANY);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private static boolean isHost(String host) {
        if (host.indexOf(':') >= 0) {
            return isSix(host);
        }
        if (DIGITS_AND_DOTS.matcher(host).matches()) {
            return FOUR.matcher(host).matches();
        }
        return NAME.matcher(host).matches();
    }

    private static boolean isSix(String host) {
        try {
            // A literal that holds a colon is parsed, never looked up.
            return host.indexOf(':') >= 0 && InetAddress.getByName(host) != null;
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }
}
