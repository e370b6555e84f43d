// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.wire;

import java.nio.ByteBuffer;
import org.postern.api.inspect.OctetTransform;

/** Lets a message's header, the empty line and so many lines of its body through, as TOP asks (RFC 1939 section 7). */
public final class FirstLines implements OctetTransform {
    private final OctetTransform next;
    private final long lines;
    private boolean header = true;
    private boolean lineIsEmpty = true;
    private long linesSeen;
    private boolean cut;

    /**
     * @param lines how many lines of the body
     * @param next gets what is let through
     */
    public FirstLines(long lines, OctetTransform next) {
        this.lines = lines;
        this.next = next;
    }

    @Override
    public ByteBuffer apply(ByteBuffer octets) {
        ByteBuffer kept = octets.slice();
        int at = 0;
        while (at < kept.limit() && !cut) {
            seen(kept.get(at++));
        }
        kept.limit(at);
        octets.position(octets.limit());
        return next.apply(kept);
    }

    @Override
    public ByteBuffer end() {
        return next.end();
    }

    private void seen(byte octet) {
        if (octet == '\n') {
            if (!header) {
                linesSeen++;
            }
            header &= !lineIsEmpty;
            lineIsEmpty = true;
            cut = !header && linesSeen >= lines;
        } else if (octet != '\r') {
            lineIsEmpty = false;
        }
    }
}
