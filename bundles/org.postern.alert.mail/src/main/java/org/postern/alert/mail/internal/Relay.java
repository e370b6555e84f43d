// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.mail.internal;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.eclipse.angus.mail.util.MailConnectException;
import org.postern.api.alert.Alert;
import org.postern.api.alert.AlertFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a mail over a connection of its own. */
final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final Settings settings;
    private final Optional<SSLSocketFactory> trust;

    Relay(Settings settings) {
        this(settings, Optional.empty());
    }

    /** @param trust which certificates are trusted; empty: those that Java trusts */
    Relay(Settings settings, Optional<SSLSocketFactory> trust) {
        this.settings = settings;
        this.trust = trust;
    }

    void send(Alert alert, List<InternetAddress> to) throws AlertFailure {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // The library looks its parts up by this loader; its own finds them, whoever's thread this is.
        thread.setContextClassLoader(SMTPTransport.class.getClassLoader());
        try {
            send(Session.getInstance(properties()), alert, to);
        } catch (MessagingException failed) {
            throw failure(failed);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void send(Session session, Alert alert, List<InternetAddress> to) throws MessagingException, AlertFailure {
        Letter letter = Letter.of(session, alert, settings.from(), to, Instant.now());
        URLName url = new URLName("smtp", settings.host(), settings.port(), null, null, null);
        try (SMTPTransport transport = new SMTPTransport(session, url)) {
            if (settings.login().isPresent()) {
                Settings.Login login = settings.login().get();
                String password = PasswordFile.read(login.passwordFile());
                transport.connect(settings.host(), settings.port(), login.user(), password);
            } else {
                transport.connect(settings.host(), settings.port(), null, null);
            }
            transport.sendMessage(letter, letter.getAllRecipients());
        } catch (SendFailedException some) {
            if (count(some.getValidSentAddresses()) == 0) {
                throw some;
            }
            LOG.warn(
                    "an alert reached {} of {} readers, the relay refused the others",
                    count(some.getValidSentAddresses()),
                    to.size());
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        set(properties, "connectiontimeout", settings.connectTimeout().toMillis());
        set(properties, "timeout", settings.timeout().toMillis());
        set(properties, "writetimeout", settings.timeout().toMillis());
        set(properties, "starttls.enable", settings.tls() == Tls.STARTTLS);
        set(properties, "starttls.required", settings.tls() == Tls.STARTTLS);
        set(properties, "ssl.enable", settings.tls() == Tls.IMPLICIT);
        set(properties, "ssl.checkserveridentity", true);
        set(properties, "auth", settings.login().isPresent());
        set(properties, "auth.mechanisms", "PLAIN LOGIN");
        set(properties, "sendpartial", true);
        trust.ifPresent(factory -> {
            properties.put("mail.smtp.ssl.socketFactory", factory);
            set(properties, "socketFactory.fallback", false);
        });
        return properties;
    }

    private static void set(Properties properties, String key, Object value) {
        properties.setProperty("mail.smtp." + key, String.valueOf(value));
    }

    /** In our own words: what a peer says does not go into the log. */
    private AlertFailure failure(MessagingException failed) {
        String relay = "the relay " + settings.host() + ":" + settings.port();
        if (failed instanceof MailConnectException) {
            return AlertFailure.temporary(relay + " cannot be reached");
        }
        if (failed instanceof AuthenticationFailedException) {
            return AlertFailure.temporary(relay + " refuses the login, or offers no way to log in");
        }
        int code = code(failed);
        if (code > 0) {
            String detail = relay + " answers " + code;
            return code >= 500 ? AlertFailure.permanent(detail) : AlertFailure.temporary(detail);
        }
        LOG.debug("an alert could not be sent", failed);
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        return AlertFailure.temporary(
                relay + " did not take it: " + cause.getClass().getSimpleName());
    }

    /** @return the relay's reply code, 0 if it gave none; 4xx if any is that */
    private static int code(MessagingException failed) {
        int code = 0;
        for (Exception e = failed; e instanceof MessagingException; e = ((MessagingException) e).getNextException()) {
            int here = e instanceof SMTPSendFailedException send
                    ? send.getReturnCode()
                    : e instanceof SMTPAddressFailedException address ? address.getReturnCode() : 0;
            if (here >= 400 && (code == 0 || here < 500)) {
                code = here;
            }
        }
        return code;
    }

    private static int count(Object[] addresses) {
        return addresses == null ? 0 : addresses.length;
    }
}
