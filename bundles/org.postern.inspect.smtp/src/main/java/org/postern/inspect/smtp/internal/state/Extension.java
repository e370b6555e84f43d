// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The service extensions that the gateway understands (RFC 5321 section 2.2): the allow-list of EHLO keywords and of the
 * parameters of MAIL and RCPT. Whatever else a server offers could carry content past the gateway, and is hidden (T07,
 * T12, T60). {@code docs/smtp.md} has the same table.
 */
public enum Extension {
    PIPELINING("PIPELINING", "RFC 2920", Treatment.AS_OFFERED),
    SIZE("SIZE", "RFC 1870", Treatment.SMALLER, "SIZE", ""),
    EIGHTBITMIME("8BITMIME", "RFC 6152", Treatment.AS_OFFERED, "BODY", ""),
    SMTPUTF8("SMTPUTF8", "RFC 6531", Treatment.AS_OFFERED, "SMTPUTF8", ""),
    DSN("DSN", "RFC 3461", Treatment.AS_OFFERED, "RET ENVID", "NOTIFY ORCPT"),
    ENHANCEDSTATUSCODES("ENHANCEDSTATUSCODES", "RFC 2034", Treatment.AS_OFFERED),
    AUTH("AUTH", "RFC 4954", Treatment.UNBOUND, "AUTH", ""),
    CHUNKING("CHUNKING", "RFC 3030", Treatment.AS_OFFERED),
    BINARYMIME("BINARYMIME", "RFC 3030", Treatment.WITH_CHUNKING, "BODY", ""),
    HELP("HELP", "RFC 5321", Treatment.AS_OFFERED),
    VRFY("VRFY", "RFC 5321", Treatment.AS_OFFERED),
    EXPN("EXPN", "RFC 5321", Treatment.AS_OFFERED),
    STARTTLS("STARTTLS", "RFC 3207", Treatment.BY_MODE),
    XCLIENT("XCLIENT", "Postfix", Treatment.BELIEVED),
    XFORWARD("XFORWARD", "Postfix", Treatment.BELIEVED);

    /** What becomes of a keyword. */
    public enum Treatment {
        AS_OFFERED("as the server says"),
        /** RFC 1870 section 4. */
        SMALLER("the smaller of the server's number and the profile's `maxMessageBytes`"),
        /** What proves the channel to the server cannot be passed on by somebody in between. */
        UNBOUND("as the server says; where the gateway ends TLS without `EXTERNAL` and `...-PLUS`"),
        /** RFC 3030 section 3: nothing else can carry it. */
        WITH_CHUNKING("as the server says, with `CHUNKING` only"),
        BY_MODE("in the clear and with `tls = ALLOW` or `INTERCEPT` as the server says, else hidden"),
        BELIEVED("to clients that are believed as the server says, else hidden");

        private final String words;

        Treatment(String words) {
            this.words = words;
        }

        /** @return the treatment as {@code docs/smtp.md} tells it */
        public String words() {
            return words;
        }
    }

    private static final Set<String> MAIL = all(extension -> extension.mailParameters);
    private static final Set<String> RCPT = all(extension -> extension.rcptParameters);

    private final String keyword;
    private final String specification;
    private final Treatment treatment;
    private final String mailParameters;
    private final String rcptParameters;

    Extension(String keyword, String specification, Treatment treatment) {
        this(keyword, specification, treatment, "", "");
    }

    Extension(String keyword, String specification, Treatment treatment, String mailParameters, String rcptParameters) {
        this.keyword = keyword;
        this.specification = specification;
        this.treatment = treatment;
        this.mailParameters = mailParameters;
        this.rcptParameters = rcptParameters;
    }

    /** @return as it stands in the reply to EHLO */
    public String keyword() {
        return keyword;
    }

    /** @return where it is specified */
    public String specification() {
        return specification;
    }

    /** @return what becomes of its keyword */
    public Treatment treatment() {
        return treatment;
    }

    /** @return the extension with that keyword, in upper case */
    public static Optional<Extension> of(String keyword) {
        return Stream.of(values())
                .filter(extension -> extension.keyword.equals(keyword))
                .findAny();
    }

    /** @return the parameters that MAIL may have, in upper case */
    static Set<String> mailParameters() {
        return MAIL;
    }

    /** @return the parameters that RCPT may have, in upper case */
    static Set<String> rcptParameters() {
        return RCPT;
    }

    private static Set<String> all(Function<Extension, String> parameters) {
        return Stream.of(values())
                .flatMap(extension -> Stream.of(parameters.apply(extension).split(" ")))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
