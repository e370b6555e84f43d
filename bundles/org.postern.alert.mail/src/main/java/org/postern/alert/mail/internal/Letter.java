// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.mail.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.util.ByteArrayDataSource;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.postern.api.alert.Alert;

/** An alert as a mail. */
final class Letter extends SMTPMessage {
    private final String messageId;

    private Letter(Session session, String messageId) {
        super(session);
        this.messageId = messageId;
    }

    /** Composes. All strings out of mails are encoded by the library (T51). */
    static Letter of(Session session, Alert alert, InternetAddress from, List<InternetAddress> to, Instant now)
            throws MessagingException {
        Letter letter = new Letter(session, "<" + UUID.randomUUID() + "@" + Addresses.domain(from) + ">");
        letter.setEnvelopeFrom("<>"); // RFC 3834 section 3.3: no bounce can come back (T61)
        letter.setFrom(from);
        letter.setRecipients(Message.RecipientType.TO, to.toArray(InternetAddress[]::new));
        letter.setSubject(LetterText.subject(alert), UTF_8.name());
        letter.setSentDate(Date.from(now));
        letter.setHeader("Auto-Submitted", "auto-generated");
        // Handed over as octets, the text needs no content handler, and so no CommandMap: that would be looked up by
        // the
        // thread's context class loader and, in a framework, is one for everybody.
        byte[] text = LetterText.body(alert).getBytes(UTF_8);
        letter.setDataHandler(new DataHandler(new ByteArrayDataSource(text, "text/plain; charset=UTF-8")));
        letter.setHeader("Content-Transfer-Encoding", "quoted-printable");
        letter.saveChanges();
        return letter;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }
}
