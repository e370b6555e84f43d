// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.Part;
import org.postern.api.spool.Octets;

/** Messages as mail programs write them are read as Apache James reads them. */
class Mime4jTest {
    @Property(tries = 300)
    void leavesAndContentsAgree(@ForAll Random random) throws MessagingException, IOException, MimeException {
        byte[] message = JakartaMailTest.message(random, 0);
        LenientMimeReader reader = new LenientMimeReader(new MemorySpool());

        List<String> found = new ArrayList<>();
        try (MessageStructure structure = reader.read(Octets.of(message))) {
            for (Part leaf : structure.first().leaves()) {
                try (InputStream in = reader.decode(leaf)) {
                    found.add(leaf(leaf.mediaType().essence(), in.readAllBytes()));
                }
            }
        }

        assertThat(found).isEqualTo(expected(message));
    }

    private static List<String> expected(byte[] message) throws IOException, MimeException {
        List<String> leaves = new ArrayList<>();
        MimeTokenStream tokens = new MimeTokenStream(MimeConfig.PERMISSIVE);
        tokens.parse(new ByteArrayInputStream(message));
        for (EntityState state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
            if (state == EntityState.T_BODY) {
                leaves.add(leaf(
                        tokens.getBodyDescriptor().getMimeType(),
                        tokens.getDecodedInputStream().readAllBytes()));
            }
        }
        return leaves;
    }

    private static String leaf(String type, byte[] content) {
        return type + " " + HexFormat.of().formatHex(content);
    }
}
