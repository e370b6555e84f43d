// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;
import java.io.InputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.MimeReader;
import org.postern.api.mime.Part;
import org.postern.api.spool.Octets;
import org.postern.api.spool.Spool;

/** Reads messages as leniently as the most lenient mail program does, and in every way in which programs differ. */
@Component
public final class LenientMimeReader implements MimeReader {
    private final Spool spool;
    private final Limits limits;

    @Activate
    public LenientMimeReader(@Reference Spool spool) {
        this(spool, Limits.DEFAULT);
    }

    LenientMimeReader(Spool spool, Limits limits) {
        this.spool = spool;
        this.limits = limits;
    }

    @Override
    public MessageStructure read(Octets message) throws IOException {
        DecodedBodies bodies = new DecodedBodies(spool, limits, message.size());
        boolean done = false;
        try {
            MessageStructure structure = new Readings(limits, message, bodies).all();
            done = true;
            return structure;
        } finally {
            if (!done) {
                bodies.close();
            }
        }
    }

    @Override
    public InputStream decode(Part part) throws IOException {
        InputStream body =
                part.source().octets().open(part.body().start(), part.body().length());
        return Coding.of(part.encoding()).open(body, part.body().length());
    }
}
