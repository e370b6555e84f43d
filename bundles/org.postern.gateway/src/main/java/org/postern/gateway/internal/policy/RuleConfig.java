// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code org.postern.rule~<name>.cfg}. */
@ObjectClassDefinition(
        factoryPid = RuleConfig.PID,
        name = "Postern rule",
        description = "What is done with a connection; the first rule that matches counts, what matches none is denied")
@interface RuleConfig {
    String PID = "org.postern.rule";

    @AttributeDefinition(
            name = "Order",
            description = "Rules are looked at in ascending order",
            min = "0",
            max = "1000000")
    int order() default 100;

    @AttributeDefinition(
            name = "Listeners",
            description = "The names of the listeners it is about; none: every listener",
            required = false)
    String[] listeners() default {};

    @AttributeDefinition(
            name = "Protocols",
            description = "The protocols it is about (smtp, pop3); none: every protocol",
            required = false)
    String[] protocols() default {};

    @AttributeDefinition(
            name = "Sources",
            description = "Where the client is: networks as address/length, or the zones local and any")
    String[] sources() default {"any"};

    @AttributeDefinition(
            name = "Destinations",
            description = "Where the server is: networks as address/length, or the zones local and any")
    String[] destinations() default {"any"};

    @AttributeDefinition(
            name = "Ports",
            description = "The server's ports; none: every port",
            min = "1",
            max = "65535",
            required = false)
    int[] ports() default {};

    @AttributeDefinition(
            name = "Inspector",
            description = "Who looks at the session: DEFAULT: the inspector of the listener's protocol;"
                    + " NONE: nobody, octets pass unread; or an inspector's name")
    String inspector() default "DEFAULT";

    @AttributeDefinition(
            name = "Action",
            description = "PERMIT: the session goes on; DENY: it is refused with a reply; DROP: it is closed silently",
            options = {
                @Option(label = "PERMIT", value = "PERMIT"),
                @Option(label = "DENY", value = "DENY"),
                @Option(label = "DROP", value = "DROP")
            })
    String action() default "PERMIT";

    @AttributeDefinition(
            name = "Valid on",
            description = "The hours of the week in which the rule counts, such as Mon-Fri 08:00-18:00 Europe/Prague;"
                    + " none: always. Without a time zone, that of the gateway's clock",
            required = false)
    String[] validOn() default {};

    @AttributeDefinition(
            name = "Log",
            description = "CONNECTIONS: begin and end of its connections stand in the mail log too; NONE: only its"
                    + " messages, and what is refused, do",
            options = {@Option(label = "NONE", value = "NONE"), @Option(label = "CONNECTIONS", value = "CONNECTIONS")})
    String log() default "NONE";

    @AttributeDefinition(name = "Profile", description = "The name of the profile that its messages follow")
    String profile() default "default";
}
