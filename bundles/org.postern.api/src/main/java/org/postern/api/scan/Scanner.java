// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.scan;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * An antivirus engine, as its vendor provides it: an OSGi service with the property {@value #NAME}.
 *
 * <p>The platform does the rest: threads, deadlines, parallelism, retries, draining when the service goes.
 */
@ConsumerType
public interface Scanner {
    /** Service property: the engine's name, as profiles name it: letters, digits, hyphens. */
    String NAME = "scanner.name";

    /** Service property: how many scans may run at once (Integer, default 4). */
    String MAX_CONCURRENT = "scanner.maxConcurrent";

    /**
     * Service property: whether {@link #scan} keeps the request's deadline by itself (Boolean, default false). It then
     * returns at the deadline, and soon after its thread is interrupted or the scan given up, whatever the engine does:
     * it waits for nothing without a limit. It is called on the thread that waits for the answer, which spares each
     * scan two changes of threads. Who says so and does not keep to it holds messages up beyond their deadlines.
     */
    String KEEPS_DEADLINES = "scanner.keepsDeadlines";

    /**
     * Looks at content. Called by many threads at once; may block, to the deadline.
     *
     * @param request what to look at
     * @return the verdict
     * @throws Exception if the scan went wrong: taken as {@linkplain Verdict#FAILED failed}; a {@link
     *     java.net.SocketException}, such as a refused connection, as {@linkplain ScanResult#unreachable unreachable}
     */
    ScanResult scan(ScanRequest request) throws Exception;

    /**
     * Describes the engine as it is now. May block for a second or two.
     *
     * @return product and versions
     * @throws Exception if the engine cannot be asked
     */
    EngineInfo info() throws Exception;

    /**
     * Says what an administrator can do about a gap that the self-test found, such as {@code set AlertEncrypted yes in
     * clamd.conf}. Returns at once.
     *
     * @param gap what the engine does not do
     * @return one line; empty when there is nothing to be said
     */
    default String advice(Gap gap) {
        return "";
    }
}
