// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys of {@code org.postern.gateway.cfg}. */
@ObjectClassDefinition(pid = GatewayConfig.PID, name = "Postern gateway", description = "What holds for all listeners")
public @interface GatewayConfig {
    String PID = "org.postern.gateway";

    @AttributeDefinition(
            name = "Host name",
            description =
                    "The gateway's name in its own replies and in notices; empty: this host's name; read at start",
            required = false)
    String hostName() default "";

    @AttributeDefinition(
            name = "Sessions",
            description = "How many sessions may be open; over it clients are put off with 421",
            min = "1",
            max = "100000")
    int maxSessions() default 5000;

    @AttributeDefinition(
            name = "Sessions of one client",
            description = "How many sessions one client address may have open; over it it is put off with 421",
            min = "1",
            max = "100000")
    int maxSessionsPerClient() default 2500;

    @AttributeDefinition(
            name = "Messages",
            description = "How many messages may be received or processed at once; over it 451 at DATA; read at start",
            min = "1",
            max = "100000")
    int maxMessages() default 2000;

    @AttributeDefinition(
            name = "Pipeline threads",
            description = "How many messages are processed at once; read at start",
            min = "1",
            max = "1024")
    int pipelineThreads() default 32;

    @AttributeDefinition(
            name = "Connect timeout",
            description = "Milliseconds that a connection to a server may take; read at start",
            min = "100",
            max = "120000")
    int connectTimeoutMillis() default 10000;

    @AttributeDefinition(
            name = "Client idle time",
            description = "Seconds that an SMTP client may be silent (RFC 5321 section 4.5.3.2: 300)",
            min = "10",
            max = "86400")
    int clientIdleSeconds() default 300;

    @AttributeDefinition(
            name = "POP3 client idle time",
            description = "Seconds that a POP3 client may be silent (RFC 1939 section 3: 600 at least)",
            min = "10",
            max = "86400")
    int pop3IdleSeconds() default 600;

    @AttributeDefinition(
            name = "Transaction time",
            description = "Seconds that an SMTP client may take for all that precedes the content of a message",
            min = "60",
            max = "86400")
    int transactionSeconds() default 1800;

    @AttributeDefinition(
            name = "Minimum rate",
            description =
                    "Octets a second that an SMTP client must send of a message, over the whole of it; 0: as slowly"
                            + " as it likes",
            min = "0",
            max = "1000000")
    int minBytesPerSecond() default 500;

    @AttributeDefinition(
            name = "Reject footer",
            description = "Appended to the gateway's own refusals in SMTP, such as whom to call; at most 200 printable"
                    + " ASCII characters",
            required = false)
    String rejectFooter() default "";

    @AttributeDefinition(
            name = "Idle time of what passes unread",
            description =
                    "Seconds that both sides may be silent in a session without an inspector or in TLS that passes",
            min = "10",
            max = "86400")
    int passedIdleSeconds() default 1800;

    @AttributeDefinition(
            name = "Drain time",
            description = "Milliseconds that sessions have to end in when an inspector or the gateway stops",
            min = "0",
            max = "4000")
    int drainMillis() default 4000;
}
