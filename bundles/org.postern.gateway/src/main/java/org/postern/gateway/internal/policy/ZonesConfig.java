// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys of {@code org.postern.zones.cfg}. */
@ObjectClassDefinition(
        pid = ZonesConfig.PID,
        name = "Postern zones",
        description = "Names for networks, which rules use")
@interface ZonesConfig {
    String PID = "org.postern.zones";

    @AttributeDefinition(
            name = "Local",
            description = "The networks of the zone local, as address/length; host stands for the networks that this"
                    + " host's own interfaces are in")
    String[] local() default {
        "127.0.0.0/8",
        "::1/128",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "fc00::/7",
        "fe80::/10",
        "host"
    };
}
