// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.ScanRequest;
import org.postern.api.spool.Octets;

/** A request as a test makes it. */
record Request(Octets content, String sha256, Deadline deadline, Cancellation cancellation) implements ScanRequest {
    static Request of(String content) {
        return of(content.getBytes(ISO_8859_1));
    }

    static Request of(byte[] content) {
        return of(Octets.of(content), digest(Octets.of(content)));
    }

    static Request of(Octets content, String sha256) {
        return new Request(content, sha256, Deadline.after(Duration.ofSeconds(20)), new Cancellation());
    }

    Request within(Duration time) {
        return new Request(content, sha256, Deadline.after(time), cancellation);
    }

    static String digest(Octets content) {
        try (InputStream octets = content.open()) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets.readAllBytes()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public void onCancel(Runnable action) {
        cancellation.onCancel(action);
    }
}
