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

    @AttributeDefinition(name = "Upstream", description = "The mail server, as host:port; several are tried in order")
    String[] upstream();

    @AttributeDefinition(
            name = "Backlog",
            description = "How many connections may wait for being accepted",
            min = "1",
            max = "65535")
    int backlog() default 1024;
}
