// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.scan;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.postern.api.spool.Octets;

/** Runs the engines: permits, deadlines, cancellation, waiting for an engine, draining. Thread-safe. */
@ProviderType
public interface ScanService {
    /**
     * Has content looked at. Blocks, at most to the deadline.
     *
     * @param content what to look at
     * @param sha256 its digest
     * @param plan who looks
     * @param deadline when to give up: the outcome is failed then
     * @param cancellation gives up earlier: the outcome is failed then
     * @param unpacking of the message that it comes from
     * @return the outcome, always; failed with a detail whenever something went wrong
     */
    ScanOutcome scan(
            Octets content,
            String sha256,
            ScanPlan plan,
            Deadline deadline,
            Cancellation cancellation,
            Unpacking unpacking);

    /** Has content looked at that is a message of its own. */
    default ScanOutcome scan(
            Octets content, String sha256, ScanPlan plan, Deadline deadline, Cancellation cancellation) {
        return scan(content, sha256, plan, deadline, cancellation, new Unpacking());
    }

    /** @return the engines that are there, by name, with what is known of each; returns at once */
    List<EngineState> engines();

    /**
     * An engine that is there.
     *
     * @param name its name
     * @param info what it said of itself
     * @param problem why it is not used, empty when it is
     * @param gaps what it does not do though it is used, each with what can be done about it; empty when all is well
     */
    record EngineState(String name, EngineInfo info, String problem, List<String> gaps) {
        public EngineState {
            gaps = List.copyOf(gaps);
        }
    }
}
