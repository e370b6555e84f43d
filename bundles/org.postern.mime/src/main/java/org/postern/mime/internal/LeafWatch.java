// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.ArrayList;
import java.util.List;
import org.postern.api.mime.OctetRange;
import org.postern.api.mime.TransferEncoding;
import org.postern.mime.internal.Node.Content;

/** Looks at the lines of a leaf's body while they pass. What is encoded has to be decoded first, when the leaf is over. */
class LeafWatch {
    /** For bodies that are not leaves. */
    static final LeafWatch NOTHING = new LeafWatch(Content.PLAIN, 0) {
        @Override
        void line(Lines line) {}
    };

    private static final int LONGEST_NAME = 256;

    private final TextScan text;
    private final boolean uuencode;
    private final boolean scans;
    private final boolean quoted;
    private final QuotedScan inQuoted = new QuotedScan();
    private boolean perhapsWrapper;
    private boolean any;
    private boolean begun;
    private boolean field;

    /** @param most how many files are remembered */
    LeafWatch(Content content, int most) {
        this.text = new TextScan(most);
        this.uuencode = content.encoding() == TransferEncoding.UUENCODE;
        this.scans = uuencode || content.isIdentity();
        this.quoted = content.encoding() == TransferEncoding.QUOTED_PRINTABLE;
    }

    void line(Lines line) {
        if (!any) {
            any = true;
            perhapsWrapper = line.length() > 2 && isPerhapsWrapper(line.at(0), line.at(1), line.at(2));
        }
        if (!begun && !line.isBlank()) {
            begun = true;
            field = isField(line);
        }
        if (scans) {
            text.line(line);
        } else if (quoted) {
            inQuoted.line(line);
        }
    }

    /** Takes in a line of which only the begin is the leaf's. */
    void cut(Lines line) {
        if (quoted) {
            inQuoted.line(line);
        }
    }

    /**
     * Passes over lines that are of no interest, neither here nor as delimiters.
     *
     * @param delimited whether there are delimiters
     */
    void passOver(Lines lines, boolean delimited) {
        if (begun && scans) {
            text.passOver(lines, delimited);
        } else if (begun && hidesNothing()) {
            inQuoted.passOver(lines, delimited);
        } else if (begun) {
            lines.passOverOthers();
        }
    }

    /** @return whether the lines that passed were the content, and nothing has to be decoded */
    boolean scans() {
        return scans;
    }

    /** @return whether the lines that passed are encoded, and it is known that nothing would be found in them */
    boolean hidesNothing() {
        return quoted && !inQuoted.mayHide();
    }

    /** @return what was found; a body that is said to be uuencoded is taken to be, whatever its first line is */
    Finds over(OctetRange body) {
        Finds finds = text.over(body.end());
        if (!uuencode || finds.all().stream().anyMatch(find -> find.coding() == Coding.UUENCODE)) {
            return finds;
        }
        List<Find> all = new ArrayList<>(finds.all());
        all.add(Find.file("uu", "", body, Coding.UUENCODE_BARE));
        return new Finds(all, finds.problem());
    }

    /** Whether octets may be the first of TNEF, a Macintosh file, CMS, RTF or UTF-16, as far as they cannot be line ends. */
    private static boolean isPerhapsWrapper(int first, int second, int third) {
        return switch (first) {
            case 0 -> second > 0 && second <= MacFiles.LONGEST_BINARY_NAME;
            case 0xff -> second == 0xfe;
            case 0xfe -> second == 0xff;
            case 'x' -> second == 0x9f;
            case '{' -> second == '\\' && third == 'r';
            case '0' -> second >= 0x80 || third == 6;
            default -> false;
        };
    }

    /** @return whether the first octets have to be looked at */
    boolean isPerhapsWrapper() {
        return perhapsWrapper;
    }

    private static boolean isField(Lines line) {
        int length = Math.min(line.length(), LONGEST_NAME);
        for (int i = 0; i < length; i++) {
            if (line.at(i) == ':') {
                return i > 0;
            }
        }
        return false;
    }

    /** @return whether the first line that is not blank could be one of a header */
    boolean beginsWithField() {
        return field;
    }

    /** @return whether there is anything but white space */
    boolean begun() {
        return begun;
    }
}
