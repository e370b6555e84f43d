// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.Gap;
import org.postern.api.scan.ScanRequest;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Scanner;
import org.postern.api.scan.Verdict;

/** Has content looked at by a program that is run for it. Thread-safe. */
final class CommandScanner implements Scanner, AutoCloseable {
    private static final Duration TIME_FOR_INFO = Duration.ofSeconds(4);
    private static final Duration LIFE_OF_INFO = Duration.ofMinutes(1);

    private final Workplaces workplaces = new Workplaces();
    private final LongSupplier nanoTime;
    private volatile Settings settings;
    private final Object asking = new Object();
    private Optional<Said> said = Optional.empty();

    /** What a program answered, by which settings, and when it was asked. */
    private record Said(EngineInfo info, Settings settings, long at) {}

    CommandScanner(Settings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /** Takes these settings for all scans that begin from now on. */
    void use(Settings changed) {
        settings = changed;
    }

    @Override
    public ScanResult scan(ScanRequest request) throws InterruptedException {
        Settings current = settings;
        Limit limit = Limit.of(request, current.timeout());
        try (Workspace space = workplaces.in(current.workDirectory()).begin()) {
            Path content = space.keep(request.content(), limit);
            Ended ended = Run.of(current.command().on(content), space.directory(), limit);
            ScanResult result = current.meaning().of(ended, limit);
            return result.verdict() == Verdict.INFECTED || space.isUnchanged()
                    ? result
                    : ScanResult.failed("it changed or removed the content; it must only look");
        } catch (GivenUpException ended) {
            return ScanResult.failed(ended.getMessage());
        } catch (IOException failed) {
            return ScanResult.failed(Ended.printable(String.valueOf(failed.getMessage())));
        }
    }

    /** Asks the program no more often than once a minute, since it may be slow to say. */
    @Override
    public EngineInfo info() throws InterruptedException {
        Settings current = settings;
        synchronized (asking) {
            Optional<Said> recent = said.filter(known ->
                    known.settings().equals(current) && nanoTime.getAsLong() - known.at() < LIFE_OF_INFO.toNanos());
            if (recent.isPresent()) {
                return recent.get().info();
            }
            // also when it cannot say, or takes too long for who asked
            said = Optional.of(
                    new Said(unknown(current, "versionCommand did not answer"), current, nanoTime.getAsLong()));
            EngineInfo info = ask(current);
            said = Optional.of(new Said(info, current, said.get().at()));
            return info;
        }
    }

    private EngineInfo ask(Settings current) throws InterruptedException {
        if (current.version().isEmpty()) {
            return unknown(current, "no versionCommand, so no verdict is used again");
        }
        VersionQuestion question = current.version().get();
        Limit limit = Limit.of(TIME_FOR_INFO);
        try (Workspace space = workplaces.in(current.workDirectory()).begin()) {
            VersionQuestion.Answer answer =
                    question.read(Run.of(question.command().words(), space.directory(), limit), limit);
            String remark = answer.data().isEmpty() ? "versionPattern is not in the answer of versionCommand" : "";
            return new EngineInfo(answer.product(), answer.data(), Optional.empty(), remark);
        } catch (GivenUpException | IOException failed) {
            return unknown(current, "versionCommand: " + Ended.printable(String.valueOf(failed.getMessage())));
        }
    }

    private static EngineInfo unknown(Settings current, String remark) {
        return new EngineInfo(current.command().program(), "", Optional.empty(), remark);
    }

    @Override
    public String advice(Gap gap) {
        return switch (gap) {
            case SILENT_ON_ENCRYPTED ->
                "have the program alert on encrypted archives (clamscan: --alert-encrypted=yes)";
            case SILENT_ON_LIMITS -> "have the program alert on what it leaves out (clamscan: --alert-exceeds-max=yes)";
            case REFUSES_LARGE -> "raise the program's limits (clamscan: --max-filesize and --max-scansize)";
            case OLD_DATA -> "see to the updates of the signatures";
            case DOUBTS_CLEAN ->
                "see what the program says to a harmless file, and compare with cleanExitCodes and cleanPattern";
        };
    }

    @Override
    public void close() {
        workplaces.close();
    }
}
