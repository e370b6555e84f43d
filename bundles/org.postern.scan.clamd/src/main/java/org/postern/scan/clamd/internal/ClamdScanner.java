// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.Gap;
import org.postern.api.scan.ScanRequest;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Scanner;
import org.postern.scan.peer.Patience;
import org.postern.scan.peer.Peer;
import org.postern.scan.peer.PeerException;
import org.postern.scan.peer.Peers;

/** Has content looked at by the first clamd that answers. */
final class ClamdScanner implements Scanner, AutoCloseable {
    private static final Duration TIME_FOR_INFO = Duration.ofSeconds(4);

    private final AtomicReference<Daemons> daemons;

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
        } catch (PeerException.Lost lost) {
            return ScanResult.unreachable(lost.getMessage());
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
                Session::version,
                Deadline.after(TIME_FOR_INFO),
                share -> Patience.until(share, current.settings().readTimeout()));
        Version version = reply.answer();
        String where = "at " + reply.from();
        return new EngineInfo(
                version.product(),
                // of several clamds only one was asked, and that of a foreign database is not told
                current.settings().peers().addresses().size() == 1 ? version.data() : "",
                version.built(),
                version.data().isEmpty() ? where + ", without ClamAV's own database" : where);
    }

    @Override
    public String advice(Gap gap) {
        return switch (gap) {
            case SILENT_ON_ENCRYPTED -> "set AlertEncrypted yes in clamd.conf";
            case SILENT_ON_LIMITS -> "set AlertExceedsMax yes in clamd.conf";
            case REFUSES_LARGE -> "set StreamMaxLength 100M, MaxScanSize and MaxFileSize in clamd.conf";
            case OLD_DATA -> "see to freshclam";
            case DOUBTS_CLEAN -> "see what clamd says to a harmless file, by clamdscan";
        };
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
