// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.line;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class HeldInputTest {
    @Property
    void givesOutWhatCameInAndNeverChangesWhatItGaveOut(
            @ForAll @Size(max = 60) List<@IntRange(min = -40, max = 40) Integer> steps) {
        HeldInput held = new HeldInput();
        StringBuilder added = new StringBuilder();
        List<ByteBuffer> given = new ArrayList<>();

        for (int step : steps) {
            if (step >= 0) {
                String more = String.valueOf((char) ('A' + step)).repeat(step);
                added.append(more);
                held.add(ByteBuffer.wrap(more.getBytes(ISO_8859_1)));
            } else {
                ByteBuffer octets = held.octets();
                int length = Math.min(-step, octets.remaining());
                given.add(octets.slice(octets.position(), length));
                octets.position(octets.position() + length);
            }
        }
        given.add(held.octets().slice());

        StringBuilder read = new StringBuilder();
        given.forEach(octets -> read.append(ISO_8859_1.decode(octets)));
        assertThat(read.toString()).isEqualTo(added.toString());
    }
}
