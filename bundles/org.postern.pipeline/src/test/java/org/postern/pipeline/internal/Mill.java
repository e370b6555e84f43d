// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.api.archive.Containers;
import org.postern.api.mime.MimeReader;
import org.postern.api.policy.Envelope;
import org.postern.api.policy.Extent;
import org.postern.api.policy.MailItem;
import org.postern.api.policy.Original;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Processing;
import org.postern.api.policy.Refusal;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.ScanService;
import org.postern.api.session.Protocol;
import org.postern.api.session.SessionInfo;
import org.postern.api.spool.SpooledMessage;
import org.postern.mime.internal.LenientMimeReader;

/** A pipeline with the real reader of messages, and fakes of all else. */
final class Mill {
    final MemorySpool spool = new MemorySpool();
    final TextScanner scanner = new TextScanner();
    ScanService scanners = scanner;
    final PlainNotices notices = new PlainNotices();
    final ListQuarantine quarantine = new ListQuarantine();
    final ProfileDraft profile = new ProfileDraft();
    MimeReader mime = new LenientMimeReader(spool);
    Containers containers = (content, unpacking, deadline, visitor) -> Optional.empty();
    long nanos = System.nanoTime();
    /** Alone, so that tests can tell in which order parts are scanned. */
    Crew crew = new Crew(1);

    final OwnFaults faults = new OwnFaults(() -> nanos);
    Protocol protocol = Protocol.SMTP;
    String account = "b@example.org";
    Cancellation cancellation = new Cancellation();
    Extent extent = Extent.WHOLE;

    /** What became of a message. */
    record Result(Processing processing, Optional<String> delivered) {
        String text() {
            return delivered.orElseThrow(() -> new AssertionError("refused: " + processing.outcome()));
        }

        Original original() {
            assertThat(processing.outcome()).isInstanceOf(Outcome.Deliver.class);
            return ((Outcome.Deliver) processing.outcome()).original();
        }

        Refusal refusal() {
            assertThat(processing.outcome()).isInstanceOf(Outcome.Refuse.class);
            return ((Outcome.Refuse) processing.outcome()).refusal();
        }
    }

    Result process(String text) {
        int before = spool.open();
        try (SpooledMessage message = spool.message(text.getBytes(ISO_8859_1))) {
            Processing processing = new Pipeline(mime, containers, scanners, spool, notices, quarantine, faults, crew)
                    .process(item(message));
            Optional<String> delivered = processing.outcome() instanceof Outcome.Deliver deliver
                    ? Optional.of(TextScanner.text(deliver.octets()))
                    : Optional.empty();
            if (delivered.equals(Optional.of(text))) {
                assertThat(((Outcome.Deliver) processing.outcome()).octets()).isSameAs(message);
            }
            return new Result(processing, delivered);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            assertThat(spool.open()).as("what was spooled and not given back").isEqualTo(before);
        }
    }

    MailItem item(SpooledMessage message) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 25);
        SessionInfo session = new SessionInfo("s-1", protocol, address, address, "in", "all", Instant.EPOCH);
        return new MailItem(
                session,
                "s-1-1",
                "gateway.example",
                new Envelope("a@example.org", List.of(account)),
                extent,
                message,
                profile.profile(),
                Deadline.after(profile.profile().deadline()),
                cancellation);
    }
}
