// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.pipeline.internal.TextScanner.VIRUS;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.OctetRange;
import org.postern.api.mime.Part;
import org.postern.api.mime.PartSource;
import org.postern.api.mime.Reading;
import org.postern.api.policy.Action;
import org.postern.api.spool.Octets;
import org.postern.pipeline.internal.Pieces.Piece;

/** Promise 3, for whatever message comes: exactly the infected parts change. */
class SurgeryPropertyTest {
    private static final String PREFIX = "[changed]";

    @Provide
    Arbitrary<Piece> messages() {
        return Pieces.messages();
    }

    @Property(tries = 400)
    void changesExactlyTheInfectedParts(@ForAll("messages") Piece message) throws IOException {
        Mill mill = new Mill();

        Mill.Result result = mill.process(message.text());

        if (!message.infected()) {
            assertThat(result.text()).isEqualTo(message.text());
            assertThat(result.processing().action()).isEqualTo(Action.PASSED);
            return;
        }
        assertThat(result.processing().action()).isEqualTo(Action.REPLACED);
        assertThat(withoutNotices(result.text())).isEqualTo(withoutInfectedParts(mill, message.text()));
        assertThat(infectedParts(mill, result.text())).isEmpty();
        assertThat(mill.quarantine.kept()).containsExactly(message.text());
    }

    /** Nor does anything but the Subject change besides when that is asked for. */
    @Property(tries = 200)
    void changesTheSubjectBesidesWhenThatIsAskedFor(@ForAll("messages") Piece message) throws IOException {
        Mill mill = new Mill();
        Mill withPrefix = new Mill();
        withPrefix.profile.subjectPrefix = PREFIX;

        String without = mill.process(message.text()).text();
        String with = withPrefix.process(message.text()).text();

        if (message.infected()) {
            boolean has = message.text().contains("Subject:");
            assertThat(with)
                    .isEqualTo(
                            has
                                    ? without.replaceFirst("Subject:", "Subject: " + PREFIX)
                                    : "Subject: " + PREFIX + "\r\n" + without);
        } else {
            assertThat(with).isEqualTo(message.text());
        }
    }

    private static String withoutNotices(String text) {
        return text.replace(PlainNotices.FIELDS, "")
                .replaceAll("\\[\\[removed: Test\\.Worm(, Test\\.Worm)*\\]\\]\r\n", "");
    }

    private static String withoutInfectedParts(Mill mill, String message) throws IOException {
        List<OctetRange> cuts = new ArrayList<>();
        for (Part part : infectedParts(mill, message)) {
            part.fields().stream()
                    .filter(field -> field.name().toLowerCase(Locale.ROOT).startsWith("content-"))
                    .forEach(field -> cuts.add(field.range()));
            cuts.add(part.body());
        }
        cuts.sort(Comparator.comparingLong(OctetRange::start).reversed());
        StringBuilder left = new StringBuilder(message);
        cuts.forEach(cut -> left.delete((int) cut.start(), (int) cut.end()));
        return left.toString();
    }

    /** @return the parts that stand in the message itself, innermost, in which there is malware in whatever wrapping */
    private static Set<Part> infectedParts(Mill mill, String message) throws IOException {
        Set<Part> infected = new LinkedHashSet<>();
        Octets octets = Octets.of(message.getBytes(ISO_8859_1));
        try (MessageStructure structure = mill.mime.read(octets)) {
            for (Reading reading : structure.readings()) {
                for (Part leaf : reading.leaves()) {
                    try (InputStream in = mill.mime.decode(leaf)) {
                        if (new String(in.readAllBytes(), ISO_8859_1).contains(VIRUS)) {
                            infected.add(standing(reading, leaf));
                        }
                    }
                }
            }
        }
        return infected;
    }

    private static Part standing(Reading reading, Part leaf) {
        if (!(leaf.source() instanceof PartSource.Decoded decoded)) {
            return leaf;
        }
        return reading.parts().stream()
                .filter(part -> part.source() instanceof PartSource.Original)
                .filter(part -> part.whole().contains(decoded.anchor()))
                .reduce((outer, inner) -> inner)
                .orElseThrow();
    }
}
