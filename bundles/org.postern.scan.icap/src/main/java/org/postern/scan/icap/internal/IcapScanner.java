// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.Gap;
import org.postern.api.scan.ScanRequest;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Scanner;
import org.postern.scan.peer.Patience;
import org.postern.scan.peer.Peer;
import org.postern.scan.peer.PeerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has content looked at by the first ICAP server that answers. */
final class IcapScanner implements Scanner, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IcapScanner.class);
    private static final Duration TIME_FOR_INFO = Duration.ofSeconds(4);

    private final TlsSource tls;
    private final AtomicReference<Servers> servers;
    private final AtomicReference<String> lastRemark = new AtomicReference<>("");

    IcapScanner(Settings settings, TlsSource tls) {
        this.tls = tls;
        servers = new AtomicReference<>(new Servers(settings, tls));
    }

    /** Takes these settings for all scans that begin from now on. */
    void use(Settings settings) {
        servers.getAndSet(new Servers(settings, tls)).close();
    }

    @Override
    public ScanResult scan(ScanRequest request) throws IOException, InterruptedException {
        Servers current = servers.get();
        Content content = new Content(request.content(), request.sha256());
        try {
            return current.ask(
                            (server, patience) -> current.scan(server, content, patience),
                            request.deadline(),
                            share -> Patience.with(
                                    request, share, current.settings().readTimeout()))
                    .answer()
                    .result();
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
        Servers current = servers.get();
        var reply = current.ask(
                (server, patience) -> examine(current, server, patience),
                Deadline.after(TIME_FOR_INFO),
                share -> Patience.until(share, current.settings().readTimeout()));
        Options options = reply.answer().options();
        List<String> gaps = reply.answer().gaps(current.settings());
        String remark = String.join("; ", gaps);
        if (!lastRemark.getAndSet(remark).equals(remark) && !gaps.isEmpty()) {
            LOG.warn("the ICAP server at {}: {}", reply.from(), remark);
        }
        String where = "at " + reply.from() + "/" + current.settings().service().path();
        return new EngineInfo(
                options.product(),
                // of several servers only one was asked
                current.settings().peers().addresses().size() == 1 ? options.tag() : "",
                Optional.empty(),
                gaps.isEmpty() ? where : where + "; " + remark);
    }

    private static Seen examine(Servers servers, Peer<Session> server, Patience patience)
            throws PeerException, IOException, InterruptedException {
        Options options = servers.askForOptions(server, patience);
        return new Seen(options, servers.skips(server, options, patience));
    }

    @Override
    public String advice(Gap gap) {
        return switch (gap) {
            case SILENT_ON_ENCRYPTED -> "have the server block what is encrypted (docs/icap.md)";
            case SILENT_ON_LIMITS -> "have the server block what exceeds its limits (docs/icap.md)";
            case REFUSES_LARGE ->
                "have the server take any size, and give nothing back before the verdict (docs/icap.md)";
            case OLD_DATA -> "see to the updates of the server";
            case DOUBTS_CLEAN -> "see what the server's log says of that sample";
        };
    }

    /**
     * What was seen of a server.
     *
     * @param skips whether it calls clean what it has not seen all of
     */
    private record Seen(Options options, boolean skips) {
        List<String> gaps(Settings settings) {
            List<String> gaps = new ArrayList<>();
            if (skips) {
                gaps.add("it does not look at pictures, and perhaps at other types; have it look at all of them");
            }
            if (!options.allows204()) {
                gaps.add("it does not offer 204, so that all content comes back");
            }
            if (options.tag().isEmpty()) {
                gaps.add("it has no ISTag, so that no verdict is used again");
            }
            int wanted = settings.peers().maxConcurrent();
            int most = options.mostConnections().orElse(wanted);
            if (most < wanted) {
                gaps.add("it takes " + most + " connections, fewer than maxConcurrent = " + wanted);
            }
            return gaps;
        }
    }

    /** Closes connections that were kept for too long without work. */
    void closeOverdue() {
        servers.get().closeOverdue();
    }

    int idle() {
        return servers.get().idle();
    }

    @Override
    public void close() {
        servers.get().close();
    }
}
