// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code org.postern.profile~<name>.cfg}. */
@ObjectClassDefinition(
        factoryPid = ProfileConfig.PID,
        name = "Postern profile",
        description = "What is done with messages")
@interface ProfileConfig {
    String PID = "org.postern.profile";

    @AttributeDefinition(
            name = "Mode",
            description = "ENFORCE: act; OBSERVE: scan and record, change nothing",
            options = {@Option(label = "ENFORCE", value = "ENFORCE"), @Option(label = "OBSERVE", value = "OBSERVE")})
    String mode() default "ENFORCE";

    @AttributeDefinition(name = "Scan SMTP", description = "Whether messages sent by SMTP are scanned")
    boolean scanSmtp() default true;

    @AttributeDefinition(name = "Scan POP3", description = "Whether messages fetched by POP3 are scanned")
    boolean scanPop3() default true;

    @AttributeDefinition(
            name = "Quarantine",
            description = "Whether the unmodified original of what is replaced is kept")
    boolean quarantine() default true;

    @AttributeDefinition(
            name = "On quarantine failure",
            description = "When it cannot be kept. DEFER: the client shall come again (POP3: it stays in the mailbox);"
                    + " REPLACE: it is replaced all the same and the original is lost",
            options = {@Option(label = "DEFER", value = "DEFER"), @Option(label = "REPLACE", value = "REPLACE")})
    String onQuarantineFailure() default "DEFER";

    @AttributeDefinition(
            name = "Subject prefix",
            description = "Put before the Subject of a message in which something was replaced; empty: nothing")
    String subjectPrefix() default "";

    @AttributeDefinition(name = "Language", description = "The language of notices, such as en or de")
    String language() default "en";

    @AttributeDefinition(
            name = "TLS",
            description =
                    "What becomes of TLS that a client would begin. DISABLE: it is hidden and refused; ALLOW: it passes"
                            + " unread and is not scanned; INTERCEPT: it ends at the gateway on both sides and is scanned, which"
                            + " needs a certificate (org.postern.tls)",
            options = {
                @Option(label = "DISABLE", value = "DISABLE"),
                @Option(label = "ALLOW", value = "ALLOW"),
                @Option(label = "INTERCEPT", value = "INTERCEPT")
            })
    String tls() default "DISABLE";

    @AttributeDefinition(
            name = "Verify servers",
            description =
                    "With tls = INTERCEPT: what is asked of a server's certificate. CA: an authority that is known, and"
                            + " the name of the upstream; PIN: to be one of tlsPins; OPPORTUNISTIC: nothing",
            options = {
                @Option(label = "CA", value = "CA"),
                @Option(label = "PIN", value = "PIN"),
                @Option(label = "OPPORTUNISTIC", value = "OPPORTUNISTIC")
            })
    String tlsVerify() default "CA";

    @AttributeDefinition(
            name = "Pins",
            description = "With tlsVerify = PIN: SHA-256 fingerprints of certificates or of their public keys",
            required = false)
    String[] tlsPins() default {};

    @AttributeDefinition(
            name = "Authorities",
            description = "With tlsVerify = CA: a file of certificates in PEM, relative to the instance; empty: the"
                    + " authorities that Java trusts",
            required = false)
    String tlsAuthorities() default "";

    @AttributeDefinition(
            name = "Unscannable",
            description = "What cannot be scanned. DENY: as if infected; ALLOW: as if clean, but recorded",
            options = {@Option(label = "DENY", value = "DENY"), @Option(label = "ALLOW", value = "ALLOW")})
    String unscannable() default "DENY";

    @AttributeDefinition(
            name = "Encrypted messages",
            description = "Likewise for S/MIME and PGP encrypted mail; INHERIT: as unscannable",
            options = {
                @Option(label = "INHERIT", value = "INHERIT"),
                @Option(label = "DENY", value = "DENY"),
                @Option(label = "ALLOW", value = "ALLOW")
            })
    String unscannable_encryptedMessage() default "ALLOW";

    @AttributeDefinition(
            name = "Encrypted archives",
            description = "Likewise for archives with a password",
            options = {
                @Option(label = "INHERIT", value = "INHERIT"),
                @Option(label = "DENY", value = "DENY"),
                @Option(label = "ALLOW", value = "ALLOW")
            })
    String unscannable_encryptedArchive() default "INHERIT";

    @AttributeDefinition(
            name = "Damaged",
            description = "Likewise for archives that break off or contradict themselves",
            options = {
                @Option(label = "INHERIT", value = "INHERIT"),
                @Option(label = "DENY", value = "DENY"),
                @Option(label = "ALLOW", value = "ALLOW")
            })
    String unscannable_damaged() default "INHERIT";

    @AttributeDefinition(
            name = "Too large",
            description = "Likewise for what is larger than maxScanBytes or than an engine takes",
            options = {
                @Option(label = "INHERIT", value = "INHERIT"),
                @Option(label = "DENY", value = "DENY"),
                @Option(label = "ALLOW", value = "ALLOW")
            })
    String unscannable_tooLarge() default "INHERIT";

    @AttributeDefinition(
            name = "Limits",
            description = "Likewise for what exceeds a limit of depth, number, ratio or time",
            options = {
                @Option(label = "INHERIT", value = "INHERIT"),
                @Option(label = "DENY", value = "DENY"),
                @Option(label = "ALLOW", value = "ALLOW")
            })
    String unscannable_limits() default "INHERIT";

    @AttributeDefinition(
            name = "Partial",
            description = "Likewise for fragments of messages and references to content elsewhere",
            options = {
                @Option(label = "INHERIT", value = "INHERIT"),
                @Option(label = "DENY", value = "DENY"),
                @Option(label = "ALLOW", value = "ALLOW")
            })
    String unscannable_partial() default "INHERIT";

    @AttributeDefinition(
            name = "Too many readings",
            description = "Likewise for messages that can be read in more ways than are looked at",
            options = {
                @Option(label = "INHERIT", value = "INHERIT"),
                @Option(label = "DENY", value = "DENY"),
                @Option(label = "ALLOW", value = "ALLOW")
            })
    String unscannable_tooManyReadings() default "INHERIT";

    @AttributeDefinition(
            name = "Ambiguous",
            description = "Messages that can be read in several ways and in which nothing was found",
            options = {@Option(label = "ALLOW", value = "ALLOW"), @Option(label = "DENY", value = "DENY")})
    String ambiguous() default "ALLOW";

    @AttributeDefinition(
            name = "On scanner failure",
            description = "When no engine gives a verdict in time. DEFER: the client shall come again;"
                    + " TREAT_AS_UNSCANNABLE: as unscannable says",
            options = {
                @Option(label = "DEFER", value = "DEFER"),
                @Option(label = "TREAT_AS_UNSCANNABLE", value = "TREAT_AS_UNSCANNABLE")
            })
    String onScannerFailure() default "DEFER";

    @AttributeDefinition(
            name = "Largest message",
            description = "In octets; announced as SIZE, refused with 552 above it",
            min = "65536")
    long maxMessageBytes() default 157286400;

    @AttributeDefinition(
            name = "Largest scan",
            description = "In octets; what is larger is unscannable, reason tooLarge",
            min = "65536")
    long maxScanBytes() default 157286400;

    @AttributeDefinition(
            name = "Bare newlines",
            description = "Which bare CR and LF in message data are refused with 550."
                    + " REFUSE_DANGEROUS: those next to a lone dot; REFUSE_ALL: all",
            options = {
                @Option(label = "REFUSE_DANGEROUS", value = "REFUSE_DANGEROUS"),
                @Option(label = "REFUSE_ALL", value = "REFUSE_ALL")
            })
    String bareNewlines() default "REFUSE_DANGEROUS";

    @AttributeDefinition(
            name = "Engines",
            description = "The names of the engines that look, in order; none: whichever there are",
            required = false)
    String[] engines() default {};

    @AttributeDefinition(
            name = "Engine mode",
            description = "ALL: every engine looks, a missing one counts as failed; FIRST: the first one that answers",
            options = {@Option(label = "ALL", value = "ALL"), @Option(label = "FIRST", value = "FIRST")})
    String engineMode() default "ALL";

    @AttributeDefinition(
            name = "Engine wait",
            description = "Seconds that a message waits while no engine is there",
            min = "0",
            max = "600")
    int engineWaitSeconds() default 30;

    @AttributeDefinition(
            name = "Deadline",
            description = "Seconds from the sender's last octet to the answer",
            min = "5",
            max = "540")
    int deadlineSeconds() default 90;

    @AttributeDefinition(
            name = "Failures until unscannable",
            description =
                    "After so many scans within a day that failed by its own fault a message counts as unscannable,"
                            + " reason limits; 0: never",
            min = "0",
            max = "1000")
    int failuresUntilUnscannable() default 3;

    @AttributeDefinition(
            name = "Drip after",
            description = "POP3: seconds from RETR until the client gets the first of the message's header lines,"
                    + " while the rest is fetched and scanned; 0: never",
            min = "0",
            max = "3600")
    int dripAfterSeconds() default 20;

    @AttributeDefinition(
            name = "Patience of clients",
            description = "POP3: seconds that clients wait for an octet; header lines come twice as often",
            min = "4",
            max = "3600")
    int clientPatienceSeconds() default 55;

    @AttributeDefinition(
            name = "Extra headers",
            description = "POP3: whether X-Postern-Wait header lines follow when a message has no more lines that"
                    + " cannot change; such a message is not what the server sent, octet for octet")
    boolean dripExtraHeaders() default false;

    @AttributeDefinition(
            name = "Total of a retrieval",
            description = "POP3: seconds from RETR until the message begins to be sent, after which it is given up",
            min = "10",
            max = "86400")
    int retrTotalSeconds() default 600;
}
