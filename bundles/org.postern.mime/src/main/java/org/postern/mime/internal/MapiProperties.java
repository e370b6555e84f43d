// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.postern.api.mime.OctetRange;
import org.postern.api.spool.Octets;

/** The values of a list of MAPI properties inside TNEF, one after another ([MS-OXTNEF] section 2.1.3.4). */
final class MapiProperties implements Closeable {
    static final int BODY = 0x1000;
    static final int RTF_COMPRESSED = 0x1009;
    static final int BODY_HTML = 0x1013;
    static final int ATTACH_DATA = 0x3701;
    static final int ATTACH_FILENAME = 0x3704;
    static final int ATTACH_LONG_FILENAME = 0x3707;

    private static final int UNICODE = 0x001f;
    private static final int OBJECT = 0x000d;
    private static final int SEVERAL = 0x1000;
    private static final int INTERFACE_ID = 16;
    private static final int LONGEST_TEXT = 2000;

    private final Octets octets;
    private final Cursor cursor;
    private long properties;
    private long values;
    private int type;
    private int id;
    private OctetRange value = new OctetRange(0, 0);
    private boolean damaged;

    MapiProperties(Octets octets, OctetRange range) throws IOException {
        this.octets = octets;
        this.cursor = new Cursor(octets, range);
        this.properties = cursor.little(4);
    }

    /** @return whether there was another value, which the other methods then tell of */
    boolean next() throws IOException {
        while (values == 0 && properties > 0 && !stopped()) {
            properties--;
            property();
        }
        if (values == 0 || stopped()) {
            return false;
        }
        values--;
        readValue();
        return true;
    }

    private boolean stopped() {
        damaged |= cursor.overrun();
        return damaged;
    }

    private void property() throws IOException {
        int kind = (int) cursor.little(2);
        id = (int) cursor.little(2);
        if (id >= 0x8000) {
            cursor.skip(16);
            boolean named = cursor.little(4) == 1;
            if (named) {
                cursor.skip(padded(cursor.little(4)));
            } else {
                cursor.skip(4);
            }
        }
        type = kind & ~SEVERAL;
        boolean counted = kind != type || fixed() == 0;
        values = counted ? cursor.little(4) : 1;
        damaged |= fixed() < 0;
    }

    /** @return the octets that a value of the type takes up; 0 if it says so itself, negative if unknown */
    private int fixed() {
        return switch (type) {
            case 0x0002, 0x0003, 0x0004, 0x000a, 0x000b -> 4;
            case 0x0005, 0x0006, 0x0007, 0x0014, 0x0040 -> 8;
            case 0x0048 -> 16;
            case 0x001e, UNICODE, 0x0102, OBJECT -> 0;
            default -> -1;
        };
    }

    private void readValue() throws IOException {
        long length = fixed() > 0 ? fixed() : cursor.little(4);
        OctetRange whole = cursor.range(length);
        long from = type == OBJECT ? Math.min(whole.end(), whole.start() + INTERFACE_ID) : whole.start();
        value = new OctetRange(from, whole.end());
        cursor.skip(Math.min(padded(length), cursor.left()));
    }

    private static long padded(long length) {
        return (length + 3) / 4 * 4;
    }

    int id() {
        return id;
    }

    /** @return where the value stands, without the interface's name that an object begins with */
    OctetRange value() {
        return value;
    }

    String text() throws IOException {
        try (Cursor text = new Cursor(octets, value)) {
            byte[] raw = text.octets((int) Math.min(LONGEST_TEXT, value.length()));
            return untilNul(type == UNICODE ? new String(raw, StandardCharsets.UTF_16LE) : Text.of(raw, ""));
        }
    }

    static String untilNul(String text) {
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** @return whether the list contradicts itself or breaks off */
    boolean damaged() {
        return damaged || cursor.overrun();
    }

    @Override
    public void close() throws IOException {
        cursor.close();
    }
}
