// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.postern.api.mime.OctetRange;
import org.postern.api.mime.TransferEncoding;
import org.postern.api.scan.UnscannableReason;
import org.postern.mime.internal.Node.Content;

/** Looks at the lines of a leaf's body while they pass: what is hidden in it, and can it be looked at? */
class LeafWatch {
    /**
     * A uuencoded file in a text (M04).
     *
     * @param name as its first line says
     * @param range from its first line to its last
     */
    record UuFile(String name, OctetRange range) {}

    /** For bodies that are not leaves. */
    static final LeafWatch NOTHING = new LeafWatch(Content.PLAIN) {
        @Override
        void line(Lines line, Notes notes) {}
    };

    private static final int LONGEST_BEGIN = 1000;
    private static final Pattern BEGIN = Pattern.compile("begin\\s+[0-7]{3,4}\\s+(\\S.*)");
    private static final String PGP = "-----BEGIN PGP MESSAGE-----";
    private static final String PGP_IN_BASE64 = "LS0tLS1CRUdJTiBQR1AgTUVTU0FHRS0tLS0t";

    private final boolean base64;
    private final boolean text;
    private final List<UuFile> uuFiles = new ArrayList<>();
    private String uuName = "";
    private long uuStart = -1;
    private boolean begun;
    private boolean padded;
    private boolean goesOn;

    LeafWatch(Content content) {
        this.base64 = content.encoding() == TransferEncoding.BASE64;
        this.text = content.isText() && content.isIdentity();
    }

    void line(Lines line, Notes notes) {
        if (!begun && !line.isBlank()) {
            begun = true;
            if (line.startsWith(base64 ? PGP_IN_BASE64 : PGP)) {
                notes.unscannable(UnscannableReason.ENCRYPTED_MESSAGE, "a PGP message");
            }
        }
        if (base64) {
            padding(line, notes);
        } else if (text) {
            uuencode(line);
        }
    }

    private void padding(Lines line, Notes notes) {
        // Of an endless line the middle is not seen: it is taken to go on.
        goesOn |= line.isCut();
        for (int i = 0; i < line.length() && !goesOn; i++) {
            int octet = line.at(i);
            if (octet == '=') {
                padded = true;
            } else if (padded && Base64Decoder.isDigit(octet)) {
                goesOn = true;
            }
        }
        if (goesOn) {
            notes.met(Choice.STOP_AT_PADDING);
        }
    }

    private void uuencode(Lines line) {
        if (line.startsWith("begin") && line.length() <= LONGEST_BEGIN) {
            var begin = BEGIN.matcher(line.text(0, line.trimmedLength()));
            if (begin.matches()) {
                endUuFile(line.start());
                uuStart = line.start();
                uuName = begin.group(1);
            }
        } else if (uuStart >= 0 && line.startsWith("end") && line.trimmedLength() == 3) {
            endUuFile(line.end());
        }
    }

    private void endUuFile(long end) {
        if (uuStart >= 0) {
            uuFiles.add(new UuFile(uuName, new OctetRange(uuStart, end)));
            uuStart = -1;
        }
    }

    /** @return the uuencoded files, an unfinished one up to the end of the body included */
    List<UuFile> uuFiles(long bodyEnd) {
        if (uuStart >= 0) {
            endUuFile(Math.max(uuStart, bodyEnd));
        }
        return uuFiles.stream()
                .filter(file -> file.range().start() < bodyEnd)
                .map(file -> new UuFile(
                        file.name(),
                        new OctetRange(
                                file.range().start(), Math.min(file.range().end(), bodyEnd))))
                .toList();
    }

    boolean goesOnAfterPadding() {
        return goesOn;
    }

    /** @return whether there is anything but white space */
    boolean begun() {
        return begun;
    }
}
