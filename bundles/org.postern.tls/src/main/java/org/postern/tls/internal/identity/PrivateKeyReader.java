// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.postern.tls.internal.file.Pem;
import org.postern.tls.internal.file.Pem.Block;
import org.postern.tls.internal.file.UnusableException;

/** Private keys in PEM: PKCS#8 (RFC 5958), clear or encrypted, and the older forms of RSA and EC. */
final class PrivateKeyReader {
    private static final String KEY = "key";
    private static final String CONVERT = "; make one that is, with: openssl pkcs8 -topk8 -in OLD -out NEW";
    private static final String NOT_RSA_NOR_EC = "holds a key that is neither RSA nor EC, or that is damaged";

    private final Optional<char[]> password;

    PrivateKeyReader(Optional<char[]> password) {
        this.password = password;
    }

    /** @param blocks those of a PEM file, of which exactly one is a key */
    PrivateKey read(List<Block> blocks) throws UnusableException {
        List<Block> keys = blocks.stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.size() != 1) {
            throw new UnusableException(
                    KEY, keys.isEmpty() ? "holds no private key in PEM" : "holds more than one private key");
        }
        Block block = keys.get(0);
        if (block.hasHeaders()) {
            throw new UnusableException(KEY, "is encrypted in a way that Java does not read" + CONVERT);
        }
        return switch (block.label()) {
            case "PRIVATE KEY" -> pkcs8(block.octets());
            case "ENCRYPTED PRIVATE KEY" -> encrypted(block.octets());
            case "RSA PRIVATE KEY" -> pkcs8(Der.pkcs8OfRsa(block.octets()));
            case "EC PRIVATE KEY" -> pkcs8(Der.pkcs8OfEc(block.octets(), curve(block, blocks)));
            default -> throw new UnusableException(KEY, "is not in a form that is known here" + CONVERT);
        };
    }

    private static byte[] curve(Block key, List<Block> blocks) throws UnusableException {
        return Der.curve(key.octets())
                .or(() -> blocks.stream()
                        .filter(block -> block.label().equals("EC PARAMETERS"))
                        .map(Block::octets)
                        .findFirst())
                .orElseThrow(() -> new UnusableException(KEY, "does not say on which curve its key lies" + CONVERT));
    }

    private PrivateKey encrypted(byte[] octets) throws UnusableException {
        char[] secret = password.orElseThrow(
                () -> new UnusableException(KEY, "is encrypted; name a file with its password in passwordFile"));
        PKCS8EncodedKeySpec decrypted;
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(octets);
            // Only its parameters know which of the schemes called PBES2 it is.
            String scheme =
                    info.getAlgName().equals("PBES2") ? info.getAlgParameters().toString() : info.getAlgName();
            Cipher cipher = Cipher.getInstance(scheme);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(secret)),
                    info.getAlgParameters());
            decrypted = info.getKeySpec(cipher);
        } catch (InvalidKeySpecException wrong) {
            throw new UnusableException("passwordFile", "does not hold the password of the key", wrong);
        } catch (IOException | GeneralSecurityException unknown) {
            throw new UnusableException(KEY, "is encrypted in a way that Java does not read" + CONVERT, unknown);
        }
        return pkcs8(decrypted.getEncoded());
    }

    private static PrivateKey pkcs8(byte[] octets) throws UnusableException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(octets);
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (GeneralSecurityException notRsa) {
            try {
                return KeyFactory.getInstance("EC").generatePrivate(spec);
            } catch (GeneralSecurityException neither) {
                neither.addSuppressed(notRsa);
                throw new UnusableException(KEY, NOT_RSA_NOR_EC, neither);
            }
        }
    }

    /** @return the blocks of a file that holds a key */
    static List<Block> blocks(byte[] octets) throws UnusableException {
        if (!Pem.isPem(octets)) {
            throw new UnusableException(KEY, "is not in PEM" + CONVERT);
        }
        return Pem.read(octets, KEY);
    }
}
