// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/**
 * A set of networks.
 *
 * @param networks the networks; an address is in the zone if it is in one of them
 * @param everything whether every address is in it
 */
record Zone(List<Network> networks, boolean everything) {
    /** In a zone's list: the networks that this host's own interfaces are in. */
    static final String HOST = "host";

    static final Zone ANY = new Zone(List.of(), true);

    static final Zone NOBODY = new Zone(List.of(), false);

    Zone {
        networks = List.copyOf(networks);
    }

    boolean contains(InetAddress address) {
        return everything || networks.stream().anyMatch(network -> network.contains(address));
    }

    /** @return whether that is every address, or every one of a family */
    boolean holdsAll() {
        return everything || networks.stream().anyMatch(network -> network.prefix() == 0);
    }

    /**
     * @param texts networks, or {@code host}
     * @throws IllegalArgumentException naming what is neither
     */
    static Zone parse(String[] texts) {
        List<Network> networks = new ArrayList<>();
        for (String text : texts) {
            if (text.equals(HOST)) {
                networks.addAll(ofThisHost());
            } else {
                networks.add(Network.parse(text));
            }
        }
        return new Zone(networks, false);
    }

    private static List<Network> ofThisHost() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(network -> network.getInterfaceAddresses().stream())
                    .filter(address ->
                            address.getNetworkPrefixLength() > 0) // a tunnel may not say; 0 would be everybody
                    .map(address -> new Network(address.getAddress(), address.getNetworkPrefixLength()))
                    .toList();
        } catch (SocketException noInterfaces) {
            return List.of(); // no interface, no network
        }
    }
}
