// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A decoder with the memory that was lent for it. */
final class LentInput extends FilterInputStream {
    private final Memory.Loan loan;

    LentInput(InputStream decoder, Memory.Loan loan) {
        super(decoder);
        this.loan = loan;
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            loan.close();
        }
    }
}
