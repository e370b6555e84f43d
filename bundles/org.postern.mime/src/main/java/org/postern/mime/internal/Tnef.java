// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.api.mime.OctetRange;
import org.postern.api.scan.Unscannable;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.spool.Octets;

/** TNEF, the winmail.dat of Outlook ([MS-OXTNEF]): its attachments, embedded messages and bodies. */
final class Tnef {
    /** As its octets stand there. */
    static final long SIGNATURE = 0x789f3e22L;

    private static final int ATTACH_REND_DATA = 0x00069002;
    private static final int ATTACH_TITLE = 0x00018010;
    private static final int ATTACH_DATA = 0x0006800f;
    private static final int ATTACHMENT = 0x00069005;
    private static final int MESSAGE_PROPERTIES = 0x00069003;
    private static final int BODY = 0x0002800c;
    private static final int LONGEST_NAME = 1000;

    /** More than a message may have parts, so that too many are remarked. */
    private static final int MOST = 20_000;

    private final Octets octets;
    private final List<Find> finds = new ArrayList<>();
    private final List<OctetRange> attached = new ArrayList<>();
    private String name = "";
    private boolean damaged;

    private Tnef(Octets octets) {
        this.octets = octets;
    }

    static Finds open(Octets octets, OctetRange range) throws IOException {
        return new Tnef(octets).read(range);
    }

    private Finds read(OctetRange range) throws IOException {
        try (Cursor cursor = new Cursor(octets, range)) {
            cursor.skip(6);
            while (cursor.left() > 0 && !cursor.overrun()) {
                int level = cursor.octet();
                if (level != 1 && level != 2) {
                    // some programs fill up with zeros
                    damaged |= level != 0;
                    break;
                }
                int id = (int) cursor.little(4);
                OctetRange value = cursor.range(cursor.little(4));
                attribute(id, value);
                cursor.skip(value.length() + 2);
            }
            damaged |= cursor.overrun();
        }
        attachmentOver();
        Unscannable why = new Unscannable(UnscannableReason.DAMAGED, "TNEF");
        return new Finds(finds, damaged ? Optional.of(why) : Optional.empty());
    }

    private void attribute(int id, OctetRange value) throws IOException {
        switch (id) {
            case ATTACH_REND_DATA -> attachmentOver();
            case ATTACH_TITLE -> name = name.isEmpty() ? text(value) : name;
            case ATTACH_DATA -> attach(value);
            case BODY -> add("body", value, Coding.PLAIN);
            case ATTACHMENT, MESSAGE_PROPERTIES -> properties(value);
            default -> {} // nothing that a program would open
        }
    }

    private void properties(OctetRange value) throws IOException {
        try (MapiProperties properties = new MapiProperties(octets, value)) {
            while (properties.next()) {
                switch (properties.id()) {
                    case MapiProperties.ATTACH_DATA -> attach(properties.value());
                    case MapiProperties.ATTACH_LONG_FILENAME -> name = properties.text();
                    case MapiProperties.ATTACH_FILENAME -> name = name.isEmpty() ? properties.text() : name;
                    case MapiProperties.BODY -> add("body", properties.value(), Coding.PLAIN);
                    case MapiProperties.BODY_HTML -> add("html", properties.value(), Coding.PLAIN);
                    case MapiProperties.RTF_COMPRESSED -> add("rtf", properties.value(), Coding.COMPRESSED_RTF);
                    default -> {} // nothing that a program would open
                }
            }
            damaged |= properties.damaged();
        }
    }

    private void attach(OctetRange value) {
        if (value.length() > 0 && finds.size() + attached.size() < MOST) {
            attached.add(value);
        }
    }

    private void attachmentOver() {
        for (OctetRange data : attached) {
            finds.add(Find.file("att", name, data, Coding.PLAIN));
        }
        attached.clear();
        name = "";
    }

    private void add(String label, OctetRange value, Coding coding) {
        if (value.length() > 0 && finds.size() < MOST) {
            finds.add(Find.file(label, "", value, coding));
        }
    }

    private String text(OctetRange value) throws IOException {
        try (Cursor cursor = new Cursor(octets, value)) {
            return MapiProperties.untilNul(Text.of(cursor.octets((int) Math.min(LONGEST_NAME, value.length())), ""));
        }
    }
}
