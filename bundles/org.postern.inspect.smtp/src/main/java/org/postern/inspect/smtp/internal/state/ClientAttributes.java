// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postern.api.session.SessionInfo;
import org.postern.inspect.smtp.internal.wire.Command;
import org.postern.inspect.smtp.internal.wire.Verb;

/**
 * Who the client is, in the attributes of XCLIENT and XFORWARD (XCLIENT_README and XFORWARD_README of Postfix). Values are
 * xtext (RFC 3461 section 4).
 */
public final class ClientAttributes {
    /** Both READMEs: one value has at most so many characters; a command of ours then stays under 512 octets. */
    private static final int LONGEST_VALUE = 255;

    private static final String UNAVAILABLE = "[UNAVAILABLE]";

    /** Control characters are not for anybody's log, encoded neither. */
    private static final Pattern ATTRIBUTE =
            Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,31}=(?:[!-*,-<>-~]|\\+[2-9A-F][0-9A-F]){1,765}");

    private ClientAttributes() {}

    /**
     * @param command XCLIENT or XFORWARD of a client
     * @return whether there are attributes, and nothing else
     */
    public static boolean areReadable(Command command) {
        String[] attributes = command.argument().strip().split("[ \t]+");
        for (String attribute : attributes) {
            if (!ATTRIBUTE.matcher(attribute).matches() || attribute.contains("+7F")) {
                return false;
            }
        }
        return true;
    }

    /**
     * @param session who the client is
     * @param hello how it greeted
     * @param offered the attributes that the server takes, in upper case
     * @return the command that tells the server; empty if it does not take an address
     */
    public static Optional<Command> xclient(SessionInfo session, Command hello, Set<String> offered) {
        Map<String, String> attributes = common(session, hello);
        InetSocketAddress server = session.server();
        if (!server.isUnresolved()) {
            attributes.put("DESTADDR", address(server));
            attributes.put("DESTPORT", String.valueOf(server.getPort()));
        }
        return command(Verb.XCLIENT, attributes, offered);
    }

    /** @see #xclient */
    public static Optional<Command> xforward(SessionInfo session, Command hello, Set<String> offered) {
        Map<String, String> attributes = common(session, hello);
        attributes.put("IDENT", session.id());
        attributes.put("SOURCE", "REMOTE");
        return command(Verb.XFORWARD, attributes, offered);
    }

    /** The name is for nobody to look up here: no resolver is asked on the way of mail (T37). */
    private static Map<String, String> common(SessionInfo session, Command hello) {
        Map<String, String> attributes = new LinkedHashMap<>();
        InetSocketAddress client = session.client();
        attributes.put("NAME", UNAVAILABLE);
        attributes.put("ADDR", client.isUnresolved() ? UNAVAILABLE : address(client));
        attributes.put("PORT", String.valueOf(client.getPort()));
        attributes.put("PROTO", hello.verb() == Verb.EHLO ? "ESMTP" : "SMTP");
        String name = xtext(hello.argument().split("[ \t]", 2)[0]);
        attributes.put("HELO", name.isEmpty() || name.length() > LONGEST_VALUE ? UNAVAILABLE : name);
        return attributes;
    }

    private static Optional<Command> command(Verb verb, Map<String, String> attributes, Set<String> offered) {
        if (!offered.contains("ADDR")) {
            return Optional.empty();
        }
        return Optional.of(Command.of(
                verb,
                attributes.entrySet().stream()
                        .filter(attribute -> offered.contains(attribute.getKey()))
                        .map(attribute -> attribute.getKey() + "=" + attribute.getValue())
                        .collect(Collectors.joining(" "))));
    }

    private static String address(InetSocketAddress of) {
        String literal = of.getAddress().getHostAddress().split("%", 2)[0]; // a zone means nothing to others
        return of.getAddress() instanceof Inet6Address ? "IPV6:" + literal : literal;
    }

    private static String xtext(String plain) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : plain.getBytes(StandardCharsets.ISO_8859_1)) {
            boolean literal = octet > ' ' && octet <= '~' && octet != '+' && octet != '=';
            encoded.append(literal ? String.valueOf((char) octet) : String.format("+%02X", octet & 0xff));
        }
        return encoded.toString();
    }
}
