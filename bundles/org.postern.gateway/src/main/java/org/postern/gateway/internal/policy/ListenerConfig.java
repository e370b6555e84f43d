// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code org.postern.listener~<name>.cfg}. */
@ObjectClassDefinition(
        factoryPid = ListenerConfig.PID,
        name = "Postern listener",
        description = "A port that mail clients connect to")
@interface ListenerConfig {
    String PID = "org.postern.listener";

    @AttributeDefinition(
            name = "Protocol",
            description = "What is spoken on this port",
            options = {@Option(label = "SMTP", value = "smtp"), @Option(label = "POP3", value = "pop3")})
    String protocol();

    @AttributeDefinition(
            name = "Address",
            description = "The address to listen on; :: or 0.0.0.0 is every address of this host")
    String address() default "127.0.0.1";

    @AttributeDefinition(name = "Port", description = "The port to listen on", min = "0", max = "65535")
    int port();

    @AttributeDefinition(
            name = "Mode",
            description = "How the server is found. FORWARD: it is the upstream named here",
            options = {@Option(label = "FORWARD", value = "FORWARD")})
    String mode() default "FORWARD";

    @AttributeDefinition(
            name = "Implicit TLS",
            description =
                    "Whether clients begin with TLS, as on the ports 465 and 995; the server is spoken to likewise")
    boolean implicitTls() default false;

    @AttributeDefinition(name = "Upstream", description = "The mail server, as host:port; several are tried in order")
    String[] upstream();

    @AttributeDefinition(
            name = "Source address",
            description = "The address of this host that connections to the mail server come from; empty: the system's"
                    + " choice. Of upstreams that are names only addresses of its family are tried",
            required = false)
    String sourceAddress() default "";

    @AttributeDefinition(
            name = "XCLIENT from",
            description = "Proxies that may say by XCLIENT whom they stand for: networks as address/length, or the zone"
                    + " local; none: nobody",
            required = false)
    String[] xclientFrom() default {};

    @AttributeDefinition(
            name = "XFORWARD from",
            description = "Proxies that may say by XFORWARD whom they stand for; as XCLIENT from",
            required = false)
    String[] xforwardFrom() default {};

    @AttributeDefinition(
            name = "XCLIENT to",
            description =
                    "Whether the mail server is told by XCLIENT who the client is, and treats it as that client, if"
                            + " it offers XCLIENT")
    boolean xclientTo() default false;

    @AttributeDefinition(
            name = "XFORWARD to",
            description = "Whether the mail server is told by XFORWARD who the client is, for its log, if it offers"
                    + " XFORWARD")
    boolean xforwardTo() default false;

    @AttributeDefinition(
            name = "Backlog",
            description = "How many connections may wait for being accepted",
            min = "1",
            max = "65535")
    int backlog() default 1024;
}
