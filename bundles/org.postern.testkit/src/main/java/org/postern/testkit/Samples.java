// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What scanners are asked about. */
final class Samples {
    private static final int LARGE_ENTRY = 1_000_000;

    private Samples() {}

    static byte[] harmless() {
        return "A harmless line, sent by nobody to nobody.\r\n".getBytes(US_ASCII);
    }

    /**
     * The test file of eicar.org, which every engine knows. It is put together here, so that no scanner takes this
     * library away.
     *
     * @param blanks how many of them follow; with up to 60 it is still the test file
     */
    static byte[] eicar(int blanks) {
        String file = String.join("", "X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*");
        return (file + " ".repeat(blanks)).getBytes(US_ASCII);
    }

    static byte[] zip(String name, byte[] content) {
        return zip(new String[] {name}, content);
    }

    /** The content behind an entry that does not become smaller by packing. */
    static byte[] zipBehindNoise(String name, byte[] content) {
        byte[] noise = new byte[LARGE_ENTRY];
        new Random(1).nextBytes(noise);
        return zip(new String[] {"noise.bin", name}, noise, content);
    }

    private static byte[] zip(String[] names, byte[]... contents) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(octets)) {
            for (int i = 0; i < names.length; i++) {
                zip.putNextEntry(new ZipEntry(names[i]));
                zip.write(contents[i]);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
        return octets.toByteArray();
    }

    /** A text packed by Info-ZIP with the password "secret", in the traditional encryption. */
    static byte[] encryptedZip() {
        return Base64.getDecoder()
                .decode("UEsDBBQACQAIAO+MeF1Uuv4QSwAAAEcAAAAKAAAAc2VjcmV0LnR4dAvlZrdlRQ4hM8BRL9H/oPbB+i7LQSWai9las8Cz"
                        + "t1WG5TL2LQ16aDDJ5ycz5dshenDTtJpVilQGFUxdpjZnvm6jKwFNPAFLP3sbLVBLBwhUuv4QSwAAAEcAAABQSwECHgMU"
                        + "AAkACADvjHhdVLr+EEsAAABHAAAACgAAAAAAAAABAAAApIEAAAAAc2VjcmV0LnR4dFBLBQYAAAAAAQABADgAAACDAAAA"
                        + "AAA=");
    }

    /** Breaks off in the middle of its entry. */
    static byte[] cutZip() {
        byte[] whole = zipBehindNoise("end.txt", harmless());
        return Arrays.copyOf(whole, whole.length / 2);
    }

    /** Whole, but an octet of its entry is another. */
    static byte[] alteredZip() {
        byte[] whole = zipBehindNoise("end.txt", harmless());
        whole[whole.length / 2] ^= 1;
        return whole;
    }
}
