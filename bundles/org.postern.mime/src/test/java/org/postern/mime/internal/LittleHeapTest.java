// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.api.mime.MessageStructure;
import org.postern.api.spool.Octets;

/** M08: as many parts as there may be, in as many readings as there may be, in a heap that is little: a kilobyte for each. */
class LittleHeapTest {
    private static final int HEAP_MEGABYTES = 192;
    private static final int PARTS = 9_900;

    /** Each of the four has programs that read it in another way, whatever they make of the others. */
    private static final String DOUBTFUL = "--b\r\nContent-Transfer-Encoding: base64\r\n"
            + "Content-Transfer-Encoding: 7bit\r\n\r\nQUJD\r\n"
            + "--b\r\nContent-Type: text/plain\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ntext\r\n"
            + "--b\r\nContent-Type: text/plain\r\n \t\r\nX: in the header or in the body\r\n\r\ntext\r\n"
            + "--b\r\nContent-Type: text/plain\r\nthis is no field\r\n\r\ntext\r\n";

    private static final String PART =
            "--b\r\nContent-Type: application/octet-stream; name=\"an ordinary name.bin\"\r\n"
                    + "Content-Transfer-Encoding: base64\r\n\r\nQUJD\r\n";

    @TempDir
    Path folder;

    @Test
    void tenThousandPartsInSixteenReadings() throws Exception {
        assertThat(inALittleHeap(PARTS)).contains("16 readings of 9904 to 9904 leaves, []");
    }

    @Test
    void moreThanTenThousandPartsInSixteenReadings() throws Exception {
        assertThat(inALittleHeap(20 * PARTS)).contains("LIMITS");
    }

    private String inALittleHeap(int parts) throws IOException, InterruptedException {
        Path printed = folder.resolve("printed");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LittleHeapTest.class.getName(),
                        Integer.toString(parts))
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();

        boolean ended = process.waitFor(2, TimeUnit.MINUTES);

        process.destroyForcibly();
        assertThat(ended).isTrue();
        return Files.readString(printed);
    }

    /** Run in a heap of its own. */
    public static void main(String[] arguments) throws IOException {
        String message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + DOUBTFUL
                + PART.repeat(Integer.parseInt(arguments[0])) + "--b--\r\n";
        byte[] octets = message.getBytes(StandardCharsets.US_ASCII);
        try (MessageStructure structure = new LenientMimeReader(new MemorySpool()).read(Octets.of(octets))) {
            var leaves = structure.readings().stream()
                    .mapToInt(reading -> reading.leaves().size())
                    .summaryStatistics();
            System.out.println(structure.readings().size() + " readings of " + leaves.getMin() + " to "
                    + leaves.getMax() + " leaves, " + structure.unscannable());
        }
    }
}
