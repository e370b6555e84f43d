// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.api.mime.OctetRange;
import org.postern.api.spool.Octets;

/** Fuzz target: any octets as TNEF, Macintosh files and CMS, and as what is in these. The first octet says where it is cut. */
public final class WrapFuzz {
    private static final int MOST_DECODED = 1 << 22;
    private static final List<Coding> STREAMED = List.of(
            Coding.BINHEX, Coding.OCTET_STRING, Coding.DEFLATED_OCTET_STRING, Coding.COMPRESSED_RTF, Coding.RTF_DIGITS);

    private WrapFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        int step = 1 + (input[0] & 0xff);
        byte[] content = Arrays.copyOfRange(input, 1, input.length);
        int before = Math.min(content.length, step % 7);
        Octets octets = Octets.of(content);
        OctetRange range = new OctetRange(before, content.length);
        inside(range, Tnef.open(octets, range));
        inside(range, MacFiles.apple(octets, range));
        inside(range, MacFiles.binHex(octets, range));
        inside(range, MacFiles.binary(octets, range));
        inside(range, Rtf.open(octets, range));
        inside(range, Rtf.object(octets, range));
        Optional<Finds> signed = Cms.open(octets, range);
        if (signed.isPresent()) {
            inside(range, signed.get());
        }
        for (Coding coding : STREAMED) {
            assertThat(decoded(coding, new Trickle(content, step), 1 + step % 50))
                    .as("%s cut each %d octets", coding, step)
                    .isEqualTo(decoded(coding, new ByteArrayInputStream(content), 1 << 13));
        }
    }

    private static void inside(OctetRange range, Finds finds) {
        assertThat(finds.all()).allMatch(find -> range.contains(find.range()));
    }

    private static byte[] decoded(Coding coding, InputStream encoded, int step) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[step];
        try (InputStream in = coding.open(encoded, 100)) {
            int count = in.read(buffer);
            while (count >= 0 && out.size() < MOST_DECODED) {
                out.write(buffer, 0, count);
                count = in.read(buffer);
            }
        }
        return Arrays.copyOf(out.toByteArray(), Math.min(MOST_DECODED, out.size()));
    }

    /** Brings a few octets at a time. */
    private static final class Trickle extends ByteArrayInputStream {
        private final int step;

        Trickle(byte[] octets, int step) {
            super(octets);
            this.step = step;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(step, length));
        }
    }
}
