// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The mail of one kind of load.
 *
 * @param name as the table shows it
 */
record Corpus(String name, List<Mail> mails) {
    private static final long SEED = 20_260_101;
    private static final int MIXED = 60;

    Corpus {
        mails = List.copyOf(mails);
        if (mails.isEmpty()) {
            throw new IllegalArgumentException("no mail in " + name);
        }
    }

    /** Messages of about one size. */
    static Corpus of(String name, int octets) {
        var maker = new MailMaker(SEED + octets);
        var mails = new ArrayList<Mail>();
        // Enough to be different, not so many that 10 MB messages fill the heap.
        var count = Math.max(2, Math.min(40, 8_000_000 / octets));
        for (var i = 0; i < count; i++) {
            mails.add(maker.mail(i, octets));
        }
        return new Corpus(name, mails);
    }

    /** From 1 KB to 1 MB, evenly on a logarithmic scale: many small ones, most octets in a few large ones. */
    static Corpus mixed() {
        var maker = new MailMaker(SEED);
        var mails = new ArrayList<Mail>();
        for (var i = 0; i < MIXED; i++) {
            mails.add(maker.mail(i, (int) (1_024 * Math.pow(1_024, i / (MIXED - 1.0)))));
        }
        Collections.shuffle(mails, new Random(SEED));
        return new Corpus("mixed", mails);
    }

    /** The mean size, the stamp included. */
    long meanOctets() {
        return (long) mails.stream()
                .mapToInt(mail -> mail.content().length + Stamp.LENGTH)
                .average()
                .orElseThrow();
    }
}
