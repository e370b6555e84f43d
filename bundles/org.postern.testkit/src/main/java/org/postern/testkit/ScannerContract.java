// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.postern.api.scan.Scanner;

/**
 * What the gateway relies on, as tests. A vendor extends this class and says how to make the scanner:
 *
 * <pre>{@code
 * class MyScannerContractTest extends ScannerContract {
 *     @Override
 *     protected Scanner scanner() {
 *         return new MyScanner("127.0.0.1", 4711);
 *     }
 * }
 * }</pre>
 *
 * <p>The other methods that can be overridden tell what the engine can do, and how a test makes it fail; what is not told is
 * not tested. Each test works with a scanner of its own, which is closed after it. Scans run as the gateway runs them: each
 * on a thread that is interrupted when the scan is given up, at its deadline at the latest, and the action given to
 * {@code onCancel} runs too; one of both is enough for a scanner to notice. An exception counts as
 * {@linkplain org.postern.api.scan.Verdict#FAILED failed}, as it does in the gateway.
 *
 * <p>The tests stand in the classes that this one extends: {@code ContentContract}, {@code GivingUpContract},
 * {@code ServiceContract}.
 */
@Timeout(300)
public abstract class ScannerContract extends ServiceContract {
    /**
     * Makes the scanner under test, ready for use, once for each test.
     *
     * @throws Exception fails the test
     */
    @Override
    protected abstract Scanner scanner() throws Exception;

    /**
     * Stops the scanner cleanly, as its component does when it is deactivated; called once for each one that was made. By
     * default closes what is {@link AutoCloseable}.
     *
     * @throws Exception fails the test
     */
    @Override
    protected void close(Scanner made) throws Exception {
        if (made instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    /** @return what the engine can do; by default no more than to look at what lies open before it */
    @Override
    protected Set<Ability> abilities() {
        return Set.of();
    }

    /** @return how long a scan of content of everyday size may take; also of 200 MB, whatever the answer is then */
    @Override
    protected Duration patience() {
        return Duration.ofSeconds(30);
    }

    /**
     * @return how many of a hundred scans may run at once; by default all of them. Less only if the scanner is registered
     *     with {@link Scanner#MAX_CONCURRENT} of that number
     */
    @Override
    protected int concurrency() {
        return SCANS;
    }

    /**
     * @return how the engine is stopped and started while the scanner stays; by default empty: it cannot be, as an engine in
     *     the same process cannot
     */
    @Override
    protected Optional<Fault> outage() {
        return Optional.empty();
    }

    /** @return how the engine is made to answer what is no answer, in each way in which it may; by default none */
    @Override
    protected List<Fault> garbage() {
        return List.of();
    }

    /**
     * @param thread one that came while the scanner was used
     * @return whether it is the scanner's, and not of what the test has set up beside it; by default it is
     */
    @Override
    protected boolean belongsToScanner(Thread thread) {
        return true;
    }
}
