// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.postern.api.archive.Containers;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.MimeReader;
import org.postern.api.mime.Part;
import org.postern.api.notice.NoticeWriter;
import org.postern.api.policy.Action;
import org.postern.api.policy.Extent;
import org.postern.api.policy.Finding;
import org.postern.api.policy.MailItem;
import org.postern.api.policy.MessagePipeline;
import org.postern.api.policy.Mode;
import org.postern.api.policy.Original;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Processing;
import org.postern.api.policy.QuarantineFailure;
import org.postern.api.policy.Refusal;
import org.postern.api.policy.ScannerFailure;
import org.postern.api.record.Quarantine;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.ScanService;
import org.postern.api.session.Protocol;
import org.postern.api.spool.Spool;
import org.postern.api.spool.SpoolFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of a message: parse, scan, decide, keep, rewrite, check. Read it from {@link #process} downwards. */
@Component
public final class Pipeline implements MessagePipeline {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    /** A message of hundreds of parts gets no more of the engines than so many messages of one part. */
    private static final int HANDS = 4;

    private final MimeReader mime;
    private final Containers containers;
    private final ScanService scanners;
    private final Spool spool;
    private final NoticeWriter notices;
    private final Quarantine quarantine;
    private final OwnFaults faults;
    private final Crew crew;

    @Activate
    public Pipeline(
            @Reference MimeReader mime,
            @Reference Containers containers,
            @Reference ScanService scanners,
            @Reference Spool spool,
            @Reference NoticeWriter notices,
            @Reference Quarantine quarantine) {
        this(mime, containers, scanners, spool, notices, quarantine, new OwnFaults(System::nanoTime), new Crew(HANDS));
    }

    Pipeline(
            MimeReader mime,
            Containers containers,
            ScanService scanners,
            Spool spool,
            NoticeWriter notices,
            Quarantine quarantine,
            OwnFaults faults,
            Crew crew) {
        this.mime = mime;
        this.containers = containers;
        this.scanners = scanners;
        this.spool = spool;
        this.notices = notices;
        this.quarantine = quarantine;
        this.faults = faults;
        this.crew = crew;
    }

    @Deactivate
    void stop() {
        crew.close();
    }

    @Override
    public Processing process(MailItem item) {
        Run run = new Run(item);
        try {
            return isScanned(item) ? run.scan() : run.pass(Action.PASSED_UNSCANNED);
        } catch (IOException | RuntimeException | Error e) {
            return run.fail(e);
        }
    }

    private static boolean isScanned(MailItem item) {
        boolean smtp = item.session().protocol() == Protocol.SMTP;
        return smtp ? item.profile().scanSmtp() : item.profile().scanPop3();
    }

    /** One message on its way. */
    private final class Run {
        private final MailItem item;
        private final Examination examination;
        private final Surgery surgery;
        private final long began = System.nanoTime();
        private List<Finding> findings = List.of();
        private List<String> ambiguities = List.of();
        private Optional<String> kept = Optional.empty();
        private Original original = Original.MAY_GO;

        Run(MailItem item) {
            this.item = item;
            this.examination = new Examination(mime, containers, scanners, spool, crew, item);
            this.surgery = new Surgery(notices, item);
        }

        Processing scan() throws IOException {
            if (faults.isUnreadable(item)) {
                return unread();
            }
            try {
                return read();
            } catch (UnreadableException thrown) {
                if (faults.judge(item, thrown, examination.infected(), took()) == OwnFaults.Blame.UNKNOWN) {
                    throw thrown;
                }
                return unread();
            }
        }

        private Processing read() throws IOException {
            try (MessageStructure structure = examination.read(item.message())) {
                ambiguities = structure.ambiguities();
                List<Examined> all =
                        examination.of(item.message(), item.message().sha256(), structure);
                faults.read(item, all);
                return decide(structure.first().root(), all);
            }
        }

        /** T43: the gateway failed on it often enough; engines look at its octets. */
        private Processing unread() throws IOException {
            Part root = UnreadMessage.root(item.message());
            Optional<Finding> infected = examination.infected().or(() -> faults.infected(item));
            try {
                return decide(
                        root,
                        examination.ofUnread(item.message(), item.message().sha256(), root, infected));
            } catch (UnreadableException thrown) {
                if (thrown.isLate()) {
                    throw thrown;
                }
                return refuse(Refusal.NOT_REPLACEABLE, thrown.getMessage());
            }
        }

        private Processing decide(Part root, List<Examined> all) throws IOException {
            boolean own = faults.judge(item, all, examination.infected(), took()) == OwnFaults.Blame.MESSAGE;
            ScannerFailure onFailure =
                    own ? ScannerFailure.TREAT_AS_UNSCANNABLE : item.profile().onScannerFailure();
            Decision decision = Decision.of(item, root, all, ambiguities, onFailure);
            Set<Finding> distinct = new LinkedHashSet<>();
            all.forEach(examined -> distinct.addAll(examined.findings()));
            decision.removed().forEach(examined -> distinct.addAll(examined.findings()));
            findings = List.copyOf(distinct);
            boolean observes = item.profile().mode() == Mode.OBSERVE;
            if (decision.failure().isPresent()) {
                return observes
                        ? pass(Action.PASSED_UNSCANNED)
                        : refuse(Refusal.SCAN_FAILED, decision.failure().get());
            }
            if (decision.removed().isEmpty()) {
                return pass(decision.unseen() ? Action.PASSED_UNSCANNED : Action.PASSED);
            }
            return observes ? pass(Action.OBSERVED) : keep(root, decision, onFailure);
        }

        private Processing keep(Part root, Decision decision, ScannerFailure onFailure) throws IOException {
            boolean whole =
                    item.extent() == Extent.WHOLE; // of a beginning, the message itself is kept when it is fetched
            if (whole && kept.isEmpty() && (item.profile().quarantine() || decision.mustKeep())) {
                try {
                    kept = Optional.of(quarantine.keep(item, findings));
                } catch (IOException e) {
                    LOG.error("Message {} cannot be kept in quarantine: {}", item.id(), e.getMessage());
                    boolean defers = item.profile().onQuarantineFailure() == QuarantineFailure.DEFER;
                    if (defers && item.session().protocol() == Protocol.SMTP) {
                        return refuse(Refusal.QUARANTINE_FAILED, e.getMessage());
                    }
                    original = defers ? Original.MUST_STAY : Original.MAY_GO; // T24: a mailbox keeps it as well
                }
            }
            Outcome outcome = new Rewriting(examination, faults, surgery, item, this::took)
                    .outcome(root, decision.removed(), kept.orElse(""), onFailure);
            return outcome instanceof Outcome.Deliver deliver
                    ? done(new Outcome.Deliver(deliver.octets(), original), Action.REPLACED)
                    : done(outcome, Action.REFUSED);
        }

        /** Whatever went wrong, nothing is lost: the sender comes again, and a profile that observes changes nothing. */
        Processing fail(Throwable thrown) {
            boolean observes = item.profile().mode() == Mode.OBSERVE;
            String then = observes ? "and passes, as its profile only observes" : "its sender is told to come again";
            Refusal refusal = refusal(thrown);
            switch (refusal) {
                case SCAN_FAILED -> LOG.info("Message {} was not read, {}: {}", item.id(), then, thrown.getMessage());
                case NO_SPACE ->
                    LOG.error("Message {} cannot be processed, {}: {}", item.id(), then, thrown.getMessage());
                default -> LOG.error("Message {} cannot be processed, {}", item.id(), then, thrown);
            }
            if (!observes) {
                return refuse(refusal, refusal == Refusal.INTERNAL ? thrown.toString() : thrown.getMessage());
            }
            List<Finding> all = new ArrayList<>(findings);
            ScanResult failed = ScanResult.failed(thrown.toString());
            all.add(new Finding(Examination.RAW, "", "", Examination.GATEWAY, failed, false));
            findings = all;
            return pass(Action.PASSED_UNSCANNED);
        }

        private static Refusal refusal(Throwable thrown) {
            if (thrown instanceof SpoolFullException) {
                return Refusal.NO_SPACE;
            }
            return LateException.isIn(thrown) ? Refusal.SCAN_FAILED : Refusal.INTERNAL;
        }

        Processing pass(Action action) {
            return done(new Outcome.Deliver(item.message()), action);
        }

        Processing refuse(Refusal refusal, String detail) {
            return done(new Outcome.Refuse(refusal, String.valueOf(detail)), Action.REFUSED);
        }

        private Processing done(Outcome outcome, Action action) {
            return new Processing(outcome, action, findings, ambiguities, kept, took());
        }

        private Duration took() {
            return Duration.ofNanos(System.nanoTime() - began);
        }
    }
}
