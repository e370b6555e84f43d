// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.api.spool.Octets;
import org.postern.archive.internal.PdfTokens.Kind;

/** Goes over the dictionaries of a PDF file that stand outside of streams, and keeps what they say of encryption. */
final class PdfDictionaries {
    private static final Set<String> KEYS = Set.of(
            "Root",
            "ID",
            "Encrypt",
            "Filter",
            "V",
            "R",
            "O",
            "U",
            "P",
            "Length",
            "EncryptMetadata",
            "StmF",
            "StrF",
            "EFF");
    private static final Set<String> OUTSIDE = Set.of("stream", "endobj", "trailer", "startxref");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
    private static final int DEEPEST = 64;
    private static final int MOST = 256;

    private final Octets octets;
    private final Ledger ledger;
    private final List<Dictionary> trailers = new ArrayList<>();
    private final Map<String, List<Dictionary>> objects = new HashMap<>();
    private final Deque<Dictionary> open = new ArrayDeque<>();
    private int tooDeep;
    private int kept;
    private String object = "";
    private final Deque<String> words = new ArrayDeque<>();

    PdfDictionaries(Octets octets, Ledger ledger) {
        this.octets = octets;
        this.ledger = ledger;
    }

    /** Some entries of a dictionary: of each the first token of its value, one character an octet. */
    static final class Dictionary {
        private final Map<String, String> values = new HashMap<>();
        private Dictionary encryption;
        private String key = "";
        private int arrays;

        String get(String name) {
            return values.getOrDefault(name, "");
        }

        boolean has(String name) {
            return values.containsKey(name);
        }

        private void name(String text) {
            if (key.isEmpty() && arrays == 0) {
                key = text;
            } else {
                value(text);
            }
        }

        /** In an array the first counts, and the key goes on to the end of it. */
        private void value(String text) {
            if (KEYS.contains(key)) {
                values.putIfAbsent(key, text);
            }
            key = arrays == 0 ? "" : key;
        }

        private void array(int step) {
            arrays = Math.max(0, arrays + step);
            key = arrays == 0 ? "" : key;
        }
    }

    /** @return the dictionaries of trailers and cross-reference streams that name an encryption */
    List<Dictionary> trailers() {
        return trailers;
    }

    /** @return what a trailer is encrypted by: more than one when the file has an object twice, none when it has not */
    List<Dictionary> encryptions(Dictionary trailer) {
        return trailer.encryption != null
                ? List.of(trailer.encryption)
                : objects.getOrDefault(trailer.get("Encrypt"), List.of());
    }

    /** @return whether there are more than are kept, as nobody has them */
    boolean tooMany() {
        return kept > MOST;
    }

    /** @param toTrailer ends behind the first dictionary that could be a trailer */
    void read(long from, boolean toTrailer) throws IOException {
        open.clear();
        tooDeep = 0;
        int before = trailers.size();
        try (PdfTokens tokens = new PdfTokens(octets, from, ledger)) {
            Kind last = Kind.END;
            for (Kind kind = tokens.next(); kind != Kind.END; kind = tokens.next()) {
                String text = kind == Kind.NAME || kind == Kind.WORD || kind == Kind.STRING ? tokens.text() : "";
                if (kind == Kind.WORD && OUTSIDE.contains(text)) {
                    open.clear();
                    tooDeep = 0;
                    if (toTrailer && (trailers.size() > before || !text.equals("trailer"))) {
                        return;
                    }
                    if (last == Kind.END_OF_DICTIONARY && text.equals("stream")) {
                        tokens.skipStream();
                    }
                } else {
                    token(kind, text);
                }
                last = kind;
            }
        }
    }

    private void token(Kind kind, String text) {
        Dictionary top = open.peek();
        if (kind == Kind.DICTIONARY) {
            begin();
        } else if (kind == Kind.END_OF_DICTIONARY) {
            end();
        } else if (top == null) {
            words.addLast(text);
            if (words.size() > 3) {
                words.removeFirst();
            }
        } else if (tooDeep == 0) {
            switch (kind) {
                case NAME -> top.name(text);
                case ARRAY -> top.array(1);
                case END_OF_ARRAY -> top.array(-1);
                default -> second(top, text);
            }
        }
    }

    /** Behind the first number of a reference no key is open. */
    private static void second(Dictionary top, String text) {
        if (!top.key.isEmpty()) {
            top.value(text);
        }
    }

    private void begin() {
        if (open.isEmpty()) {
            boolean isObject = words.size() == 3 && words.getLast().equals("obj");
            object = isObject ? words.getFirst() : "";
        }
        if (open.size() == DEEPEST) {
            tooDeep++;
        } else {
            open.push(new Dictionary());
        }
    }

    private void end() {
        if (tooDeep > 0) {
            tooDeep--;
            return;
        }
        if (open.isEmpty()) {
            return;
        }
        Dictionary done = open.pop();
        Dictionary outer = open.peek();
        if (outer == null) {
            keep(done);
        } else {
            if (outer.key.equals("Encrypt")) {
                outer.encryption = done;
            }
            outer.value("");
        }
    }

    private void keep(Dictionary done) {
        boolean trailer = done.has("Encrypt") && done.has("Root");
        boolean encryption = done.has("Filter")
                && (done.has("V") || done.has("R"))
                && NUMBER.matcher(object).matches();
        if (!trailer && !encryption || ++kept > MOST) {
            return;
        }
        if (trailer) {
            trailers.add(done);
        } else {
            objects.computeIfAbsent(object, any -> new ArrayList<>()).add(done);
        }
    }
}
