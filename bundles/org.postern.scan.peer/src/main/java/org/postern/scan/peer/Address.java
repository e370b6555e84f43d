// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.peer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where an engine listens, as written: {@code /run/clamav/clamd.ctl}, {@code unix:/...}, {@code host:3310}. */
public sealed interface Address {
    /** What {@link #parse} takes. */
    String ALLOWED = "host:port, [IPv6 address]:port, or the absolute path of a unix socket";

    /**
     * A socket in the file system.
     *
     * @param path where it lies
     */
    record Unix(Path path) implements Address {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * A TCP port.
     *
     * @param host a name or an address, IPv6 without brackets
     * @param port its port
     */
    record Tcp(String host, int port) implements Address {
        private static final Pattern DIGITS = Pattern.compile("[0-9.]+");
        private static final Pattern FOUR = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

        /** @return the address, if the host is one and needs no name server */
        public Optional<InetAddress> literal() {
            if (host.indexOf(':') < 0 && !DIGITS.matcher(host).matches()) {
                return Optional.empty();
            }
            try {
                return Optional.of(InetAddress.getByName(host));
            } catch (UnknownHostException notAnAddress) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if it is neither, with what would be right
     */
    static Address parse(String text) {
        String path = text.startsWith("unix:") ? text.substring("unix:".length()) : text;
        if (path.startsWith("/")) {
            try {
                return new Unix(Path.of(path));
            } catch (InvalidPathException wrong) {
                throw new IllegalArgumentException(ALLOWED, wrong);
            }
        }
        var parts = Written.TCP.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(ALLOWED);
        }
        int port = Integer.parseInt(parts.group("port"));
        String six = parts.group("six");
        Tcp tcp = new Tcp(six == null ? parts.group("name") : six, port);
        boolean isHost = six == null
                ? !Tcp.DIGITS.matcher(tcp.host()).matches()
                        || Tcp.FOUR.matcher(tcp.host()).matches()
                                && tcp.literal().isPresent()
                : six.indexOf(':') >= 0 && tcp.literal().isPresent();
        if (port < 1 || port > 65535 || !isHost) {
            throw new IllegalArgumentException(ALLOWED);
        }
        return tcp;
    }

    /** How a TCP port is written. */
    final class Written {
        private static final Pattern TCP = Pattern.compile(
                "(?:\\[(?<six>[0-9A-Fa-f:.%\\w]+)]|(?<name>[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252})?)):(?<port>\\d{1,5})");

        private Written() {}
    }
}
