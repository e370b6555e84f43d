// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.ScanRequest;
import org.postern.api.spool.Octets;

/**
 * A request as the platform makes it.
 *
 * @param quick the same octets as the content, without delays or faults: for the digest
 */
record Request(Octets content, Octets quick, Deadline deadline, Cancellation cancellation) implements ScanRequest {
    @Override
    public String sha256() {
        try (DigestInputStream in = new DigestInputStream(quick.open(), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public void onCancel(Runnable action) {
        cancellation.onCancel(action);
    }
}
