// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an administrator sets of a certificate. */
@ObjectClassDefinition(
        name = "TLS certificate",
        description = "A certificate that the gateway shows to clients where it ends TLS")
public @interface CertificateConfig {
    /** @return where the certificate is */
    @AttributeDefinition(
            name = "Certificate",
            description = "A file: the chain in PEM, the server's own certificate first, or a PKCS#12 store whose name"
                    + " ends in .p12 or .pfx; relative to the instance")
    String certificate();

    /** @return where the key is */
    @AttributeDefinition(
            name = "Key",
            description =
                    "A file, mode 0600: the private key in PEM, RSA or EC; relative to the instance. Empty: it stands"
                            + " in the file of the certificate",
            required = false)
    String key() default "";

    /** @return where the password is */
    @AttributeDefinition(
            name = "Password file",
            description = "A file, mode 0600, with the password of the key or store in its first line; relative to the"
                    + " instance. Empty: there is no password",
            required = false)
    String passwordFile() default "";

    /** @return what it is shown for */
    @AttributeDefinition(
            name = "Server names",
            description = "The names that clients ask for and are shown this certificate, such as mail.example.org or"
                    + " *.example.org; none: those that stand in the certificate",
            required = false)
    String[] serverNames() default {};

    /** @return whether it is shown to everybody else */
    @AttributeDefinition(
            name = "Default",
            description = "Whether this certificate is shown to clients that ask for no name, or for one that no"
                    + " certificate is for. Where none says so it is the first by the name of its file")
    boolean isDefault() default false;
}
