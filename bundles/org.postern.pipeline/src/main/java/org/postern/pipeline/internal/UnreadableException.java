// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.io.IOException;
import java.util.concurrent.CancellationException;

/**
 * The gateway's own code throws at a message, and it is the message that makes it (T43): not the disk, the memory, an update
 * or a client that is gone.
 */
final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    /** No chain of causes is followed further. */
    private static final int MOST_CAUSES = 20;

    UnreadableException(String message) {
        super(message);
    }

    private UnreadableException(Throwable thrown) {
        super(String.valueOf(thrown), thrown);
    }

    /** What may throw at a message. */
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Does the work.
     *
     * @throws UnreadableException instead of what the message is to blame for
     * @throws IOException for all else
     */
    static <T> T instead(Work<T> work) throws IOException {
        try {
            return work.run();
        } catch (UnreadableException known) {
            throw known;
        } catch (IOException | RuntimeException | AssertionError | StackOverflowError thrown) {
            if (isByTheMessage(thrown)) {
                throw new UnreadableException(thrown);
            }
            throw thrown;
        }
    }

    private static boolean isByTheMessage(Throwable thrown) {
        if (LateException.isIn(thrown)) {
            return true;
        }
        Throwable cause = thrown;
        for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
            if (isOfTheHost(cause)) {
                return false;
            }
            cause = cause.getCause();
        }
        return true;
    }

    private static boolean isOfTheHost(Throwable cause) {
        return cause instanceof IOException
                || cause instanceof LinkageError // an update in the middle (T35)
                || cause instanceof OutOfMemoryError
                || cause instanceof CancellationException;
    }

    /** @return whether nothing was wrong but that the time was over */
    boolean isLate() {
        return LateException.isIn(this);
    }
}
