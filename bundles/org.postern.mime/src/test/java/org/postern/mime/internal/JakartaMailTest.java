// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.activation.DataHandler;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.Part;
import org.postern.api.spool.Octets;

/** Messages as mail programs write them are read as Jakarta Mail reads them. */
class JakartaMailTest {
    private static final Session SESSION = Session.getInstance(new Properties());
    private static final String[] ENCODINGS = {"base64", "quoted-printable"};

    @Property(tries = 300)
    void leavesNamesAndContentsAgree(@ForAll Random random) throws MessagingException, IOException {
        byte[] message = message(random, 0);
        List<String> expected = new ArrayList<>();
        leaves(new MimeMessage(SESSION, new ByteArrayInputStream(message)), expected);
        LenientMimeReader reader = new LenientMimeReader(new MemorySpool());

        List<String> found = new ArrayList<>();
        try (MessageStructure structure = reader.read(Octets.of(message))) {
            assertThat(structure.ambiguities()).isEmpty();
            assertThat(structure.unscannable()).isEmpty();
            for (Part leaf : structure.first().leaves()) {
                try (InputStream in = reader.decode(leaf)) {
                    found.add(leaf(leaf.mediaType().essence(), leaf.fileName().orElse(""), in.readAllBytes()));
                }
            }
        }

        assertThat(found).isEqualTo(expected);
    }

    static byte[] message(Random random, int depth) throws MessagingException, IOException {
        MimeMessage message = new MimeMessage(SESSION);
        message.setSubject("n\u00f6rmal", "utf-8");
        if (random.nextInt(4) == 0) {
            content(message, random, depth);
        } else {
            message.setContent(multipart(random, depth));
        }
        message.saveChanges();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toByteArray();
    }

    private static MimeMultipart multipart(Random random, int depth) throws MessagingException, IOException {
        MimeMultipart multipart = new MimeMultipart(random.nextBoolean() ? "mixed" : "alternative");
        for (int i = random.nextInt(4); i >= 0; i--) {
            MimeBodyPart part = new MimeBodyPart();
            int kind = random.nextInt(depth > 3 ? 3 : 5);
            if (kind == 3) {
                part.setContent(multipart(random, depth + 1));
            } else if (kind == 4) {
                part = new MimeBodyPart(new ByteArrayInputStream(join(
                        "Content-Type: message/rfc822\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                        message(random, depth + 1))));
            } else {
                content(part, random, depth);
            }
            multipart.addBodyPart(part);
        }
        return multipart;
    }

    private static void content(MimePart part, Random random, int depth) throws MessagingException {
        if (random.nextBoolean()) {
            part.setText("text \u00e4\u20ac\n".repeat(1 + random.nextInt(60)), "utf-8", "plain");
            part.setHeader("Content-Transfer-Encoding", ENCODINGS[random.nextInt(2)]);
            return;
        }
        byte[] content = new byte[random.nextInt(3000)];
        random.nextBytes(content);
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(content, "application/octet-stream")));
        part.setFileName("f\u00efle " + depth + ".bin");
        part.setHeader("Content-Transfer-Encoding", "base64");
    }

    private static void leaves(jakarta.mail.Part part, List<String> found) throws MessagingException, IOException {
        Object content = part.getContent();
        if (content instanceof Multipart multipart) {
            for (int i = 0; i < multipart.getCount(); i++) {
                BodyPart child = multipart.getBodyPart(i);
                leaves(child, found);
            }
        } else if (content instanceof MimeMessage message) {
            leaves(message, found);
        } else {
            String type = part.getContentType().replaceFirst("(?s);.*", "").strip();
            String name = part.getFileName();
            try (InputStream in = part.getInputStream()) {
                String decoded = name == null ? "" : MimeUtility.decodeText(name);
                found.add(leaf(type, decoded, in.readAllBytes()));
            }
        }
    }

    private static String leaf(String type, String name, byte[] content) {
        return type + " <" + name + "> " + HexFormat.of().formatHex(content);
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }
}
