// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.ScanRequest;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Scanner;
import org.postern.api.scan.Verdict;
import org.postern.scan.peer.Patience;
import org.postern.scan.peer.Peer;
import org.postern.scan.peer.PeerException;
import org.postern.scan.peer.Peers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has content looked at by the first clamd that answers. */
final class ClamdScanner implements Scanner, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClamdScanner.class);
    private static final Duration TIME_FOR_INFO = Duration.ofSeconds(4);

    /** Signatures come several times a day: after so long, something is wrong with them. */
    private static final long OLD_DAYS = 7;

    private final AtomicReference<Daemons> daemons;
    private final AtomicReference<String> lastRemark = new AtomicReference<>("");

    /** What one configuration says, and the connections made by it. */
    private record Daemons(Settings settings, Peers<Session> peers) {
        Daemons(Settings settings) {
            this(settings, new Peers<>(settings.peers(), (address, connection, patience) -> new Session(connection)));
        }

        <T> Peers.Reply<T> ask(
                Peer.Question<Session, T> question, Deadline deadline, Function<Deadline, Patience> patience)
                throws PeerException, IOException, InterruptedException {
            return peers.ask((peer, share) -> peer.ask(question, share), deadline, patience);
        }
    }

    ClamdScanner(Settings settings) {
        daemons = new AtomicReference<>(new Daemons(settings));
    }

    /** Takes these settings for all scans that begin from now on. */
    void use(Settings settings) {
        daemons.getAndSet(new Daemons(settings)).peers().close();
    }

    @Override
    public ScanResult scan(ScanRequest request) throws IOException, InterruptedException {
        Daemons current = daemons.get();
        try {
            return current.ask(
                            (session, patience) -> session.scan(request.content(), patience),
                            request.deadline(),
                            share -> Patience.with(
                                    request, share, current.settings().readTimeout()))
                    .answer();
        } catch (PeerException failed) {
            return ScanResult.failed(failed.getMessage());
        } catch (CancellationException noLongerWanted) {
            return ScanResult.failed("cancelled");
        }
    }

    @Override
    public EngineInfo info() throws PeerException, IOException, InterruptedException {
        Daemons current = daemons.get();
        var reply = current.ask(
                ClamdScanner::examine,
                Deadline.after(TIME_FOR_INFO),
                share -> Patience.until(share, current.settings().readTimeout()));
        Seen seen = reply.answer();
        List<String> gaps = seen.gaps(Instant.now());
        String remark = String.join("; ", gaps);
        if (!lastRemark.getAndSet(remark).equals(remark) && !gaps.isEmpty()) {
            LOG.warn("clamd at {}: {}", reply.from(), remark);
        }
        String where = "at " + reply.from();
        return new EngineInfo(
                seen.version().product(), seen.version().data(), gaps.isEmpty() ? where : where + "; " + remark);
    }

    private static Seen examine(Session session, Patience patience)
            throws PeerException, IOException, InterruptedException {
        return new Seen(
                session.version(patience),
                session.scan(Samples.encrypted(), patience).verdict() != Verdict.CLEAN,
                session.scan(Samples.nested(), patience).verdict() != Verdict.CLEAN);
    }

    /**
     * What was seen of a clamd.
     *
     * @param tellsEncrypted whether it says that it cannot look into what has a password (M06)
     * @param tellsLimits whether it says that it did not look deeper (M07)
     */
    private record Seen(Version version, boolean tellsEncrypted, boolean tellsLimits) {
        List<String> gaps(Instant now) {
            List<String> gaps = new ArrayList<>();
            if (!tellsEncrypted) {
                gaps.add("it calls encrypted archives clean; set AlertEncrypted yes in clamd.conf");
            }
            if (!tellsLimits) {
                gaps.add("it calls clean what exceeds its limits; set AlertExceedsMax yes in clamd.conf");
            }
            version.ageInDays(now)
                    .filter(days -> days > OLD_DAYS)
                    .ifPresent(days -> gaps.add("its signatures are " + days + " days old; see to freshclam"));
            return gaps;
        }
    }

    /** Closes connections that were kept for too long without work. */
    void closeOverdue() {
        daemons.get().peers().closeOverdue();
    }

    int idle() {
        return daemons.get().peers().idle();
    }

    @Override
    public void close() {
        daemons.get().peers().close();
    }
}
