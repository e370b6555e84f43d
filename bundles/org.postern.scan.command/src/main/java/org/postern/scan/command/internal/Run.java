// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a program. The thread that waits for it reads what it prints as well, without ever blocking on a pipe: a
 * process that holds one open cannot hold the scan, and there is no thread that could be left over.
 */
final class Run {
    private static final Logger LOG = LoggerFactory.getLogger(Run.class);
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final long LONGEST_PAUSE_MILLIS = 20;

    private final Process process;
    private final ProcessTree tree;
    private final Output output;
    private final Output errors;

    private Run(Process process, Path home) {
        this.process = process;
        tree = new ProcessTree(Optional.of(process.toHandle()), home);
        output = new Output(process.getInputStream());
        errors = new Output(process.getErrorStream());
    }

    /**
     * Runs it to its end. None of its processes is left, whatever happens.
     *
     * @param home its working directory, where it finds nothing and leaves what it likes; no other run may have it
     * @throws IOException if it cannot be started
     * @throws GivenUpException if it was ended for the time that it takes or what it prints
     */
    static Ended of(List<String> command, Path home, Limit limit)
            throws IOException, GivenUpException, InterruptedException {
        limit.check();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(Map.of("PATH", PATH, "LANG", "C", "HOME", home.toString(), "TMPDIR", home.toString()));
        Run run = new Run(builder.start(), home);
        try {
            return run.await(limit);
        } finally {
            run.end();
        }
    }

    private Ended await(Limit limit) throws IOException, GivenUpException, InterruptedException {
        long pause = 1;
        boolean ended = false;
        while (!ended) {
            boolean printed = output.take();
            printed |= errors.take();
            limit.check();
            pause = printed ? 1 : Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
            ended = process.waitFor(pause, TimeUnit.MILLISECONDS);
        }
        // first, so that nobody goes on printing
        if (!tree.end()) {
            throw new GivenUpException("processes of the program go on and cannot be ended");
        }
        output.take();
        errors.take();
        return new Ended(process.exitValue(), output.text(), output.isWhole(), errors.text());
    }

    private void end() {
        if (!tree.end()) {
            LOG.warn("processes that {} has started cannot be ended", process.toHandle());
        }
        for (AutoCloseable pipe :
                List.of(process.getInputStream(), process.getErrorStream(), process.getOutputStream())) {
            try {
                pipe.close();
            } catch (Exception unimportant) {
                LOG.debug("a pipe is not closed", unimportant);
            }
        }
    }
}
