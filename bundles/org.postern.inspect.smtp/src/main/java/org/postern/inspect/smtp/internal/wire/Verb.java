// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.wire;

/** The commands, each with its treatment. */
public enum Verb {
    /** RFC 5321 section 4.1.1.1. */
    EHLO(Treatment.PASS_ALONE),
    HELO(Treatment.PASS_ALONE),
    MAIL(Treatment.PASS),
    RCPT(Treatment.PASS),
    DATA(Treatment.ANSWER_ALONE),
    RSET(Treatment.PASS),
    NOOP(Treatment.PASS),
    QUIT(Treatment.PASS),
    VRFY(Treatment.PASS),
    EXPN(Treatment.PASS),
    HELP(Treatment.PASS),
    /** RFC 4954. */
    AUTH(Treatment.PASS_ALONE),
    /** RFC 3207. */
    STARTTLS(Treatment.PASS_ALONE),
    /** RFC 3030: any number of octets of any kind follow. */
    BDAT(Treatment.ANSWER_ALONE),
    /** Exchange's own, likewise. */
    XEXCH50(Treatment.REFUSE_AND_CLOSE),
    BURL(Treatment.REFUSE),
    ETRN(Treatment.REFUSE),
    ATRN(Treatment.REFUSE),
    TURN(Treatment.REFUSE),
    SEND(Treatment.REFUSE),
    SOML(Treatment.REFUSE),
    SAML(Treatment.REFUSE),
    /** T60: only some clients may say who somebody is. */
    XCLIENT(Treatment.PASS_ALONE),
    XFORWARD(Treatment.PASS),
    /** Everything else. */
    UNKNOWN(Treatment.REJECT);

    /** What the gateway does with a command. */
    public enum Treatment {
        /** To the server; more may follow before the reply (RFC 2920). */
        PASS,
        /** To the server once all replies are in; nothing follows before its own. */
        PASS_ALONE,
        /** Answered by the gateway, once all replies are in. */
        ANSWER_ALONE,
        /** 502: known, and not offered. */
        REFUSE,
        /** 502, and the session ends: what follows need not be commands. */
        REFUSE_AND_CLOSE,
        /** 500: not known. */
        REJECT
    }

    private final Treatment treatment;

    Verb(Treatment treatment) {
        this.treatment = treatment;
    }

    /** @return what is done with it */
    public Treatment treatment() {
        return treatment;
    }

    static Verb of(String upperCase) {
        for (Verb verb : values()) {
            if (verb != UNKNOWN && verb.name().equals(upperCase)) {
                return verb;
            }
        }
        return UNKNOWN;
    }
}
