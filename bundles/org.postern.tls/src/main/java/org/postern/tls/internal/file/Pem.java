// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The blocks of a PEM file (RFC 7468). What stands between them is text for people. */
public final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private Pem() {}

    /**
     * One block.
     *
     * @param label such as {@code CERTIFICATE}
     * @param octets what it encodes
     * @param hasHeaders whether it has those of RFC 1421, which say that it is encrypted in OpenSSL's old way
     */
    public record Block(String label, byte[] octets, boolean hasHeaders) {
        /** Made by {@link #read}. */
        public Block {
            requireNonNull(label);
            requireNonNull(octets);
        }

        @Override
        public String toString() {
            return label; // never the content
        }
    }

    /** @return whether there is any block in it */
    public static boolean isPem(byte[] octets) {
        return new String(octets, ISO_8859_1).contains(BEGIN);
    }

    /**
     * @param key the configuration key that names the file
     * @return its blocks, in order
     */
    public static List<Block> read(byte[] octets, String key) throws UnusableException {
        List<Block> blocks = new ArrayList<>();
        Optional<String> label = Optional.empty();
        StringBuilder text = new StringBuilder();
        boolean headers = false;
        for (String line :
                new String(octets, ISO_8859_1).lines().map(String::strip).toList()) {
            if (label.isEmpty()) {
                label = label(line, BEGIN);
                text.setLength(0);
                headers = false;
            } else if (label(line, END).isPresent()) {
                if (!label(line, END).equals(label)) {
                    throw new UnusableException(key, "has a block whose BEGIN and END differ; copy it again");
                }
                blocks.add(new Block(label.get(), decoded(text, key), headers));
                label = Optional.empty();
            } else if (line.indexOf(':') >= 0) {
                headers = true;
            } else {
                text.append(line);
            }
        }
        if (label.isPresent()) {
            throw new UnusableException(key, "ends inside a block; copy it again");
        }
        return blocks;
    }

    private static Optional<String> label(String line, String mark) {
        return line.startsWith(mark) && line.endsWith(DASHES) && line.length() > mark.length() + DASHES.length()
                ? Optional.of(line.substring(mark.length(), line.length() - DASHES.length()))
                : Optional.empty();
    }

    /** With headers the last of them, DEK-Info, has ended by now; the rest is still Base64. */
    private static byte[] decoded(StringBuilder text, String key) throws UnusableException {
        try {
            return Base64.getDecoder().decode(text.toString());
        } catch (IllegalArgumentException wrong) {
            throw new UnusableException(key, "has a block that is no Base64; copy it again", wrong);
        }
    }
}
