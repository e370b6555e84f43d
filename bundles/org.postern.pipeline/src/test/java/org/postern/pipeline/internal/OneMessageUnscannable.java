// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.MimeReader;
import org.postern.api.mime.Part;
import org.postern.api.scan.Unscannable;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.spool.Octets;

/**
 * Cannot read messages of a certain size.
 *
 * @param reader reads them all the same
 * @param size of the messages that it cannot read
 * @param reason why it cannot
 */
record OneMessageUnscannable(MimeReader reader, long size, UnscannableReason reason) implements MimeReader {
    @Override
    public MessageStructure read(Octets message) throws IOException {
        MessageStructure structure = reader.read(message);
        return message.size() != size
                ? structure
                : new MessageStructure(
                        structure.readings(),
                        structure.ambiguities(),
                        List.of(new Unscannable(reason, "its size is " + size)),
                        structure.resources());
    }

    @Override
    public InputStream decode(Part part) throws IOException {
        return reader.decode(part);
    }
}
