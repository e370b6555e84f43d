// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.util.Optional;

/** A format of compressed files, which may have several members. */
interface MemberFormat {
    /** @return how it is called in details of problems */
    String name();

    /** @return whether a member begins there */
    boolean startsAt(long at) throws IOException;

    /** @return where the next member would begin, behind what may stand between two */
    default long afterPadding(long at) throws IOException {
        return at;
    }

    /** @return what comes out of the member that begins there, empty if its header breaks off; closed by the caller */
    Optional<BoundedInput> open(long at) throws IOException;

    /**
     * @param at where it begins
     * @param member its input, which came to its end
     * @return where the member ends
     */
    long end(long at, BoundedInput member) throws IOException;

    /** @return what is wrong with a member that was read to its end, complete or not */
    Optional<String> fault(BoundedInput member) throws IOException;
}
