#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Postern authors
#
# Made what lies here, with OpenSSL 3 and keytool; for tests only. Run it in an empty folder to make it anew.
set -eu
export PASSWORD='only for tests'
days=36500

req() { openssl req -new -key "$1.key" -subj "$2" -out "$1.csr"; }
sign() { # name, issuer, extensions
    printf '%b' "$3" > ext
    openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days $days -extfile ext -out "$1.pem" 2>/dev/null
}
ec() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"; }
rsa() { openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:"$2" -out "$1.key" 2>/dev/null; }
self() { openssl req -x509 -new -key "$1.key" -subj "$2" -days $days -addext "$3" -out "$1.pem"; }
chain() { cat "$1.pem" intermediate.pem > t && mv t "$1.pem"; }

ca='basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n'
leaf='subjectAltName=DNS:mail.example.org,DNS:smtp.example.org,IP:127.0.0.1,IP:::1\nextendedKeyUsage=serverAuth\n'

ec root
openssl req -x509 -new -key root.key -subj '/CN=Test root' -days $days -addext keyUsage=critical,keyCertSign -out root.pem
ec intermediate; req intermediate '/CN=Test intermediate'; sign intermediate root "$ca"

rsa mail-rsa 2048; req mail-rsa '/CN=mail.example.org'; sign mail-rsa intermediate "$leaf"; chain mail-rsa
openssl rsa -in mail-rsa.key -traditional -out mail-rsa-pkcs1.key 2>/dev/null
openssl pkcs8 -topk8 -in mail-rsa.key -passout env:PASSWORD -out mail-rsa-encrypted.key
openssl pkcs8 -topk8 -in mail-rsa.key -v1 PBE-SHA1-3DES -passout env:PASSWORD -out mail-rsa-3des.key
openssl pkcs8 -topk8 -in mail-rsa.key -scrypt -passout env:PASSWORD -out mail-rsa-scrypt.key
openssl rsa -in mail-rsa.key -traditional -aes128 -passout env:PASSWORD -out mail-rsa-proctype.key 2>/dev/null
openssl pkcs12 -export -in mail-rsa.pem -inkey mail-rsa.key -passout env:PASSWORD -out mail-rsa.p12
openssl pkcs12 -export -in mail-rsa.pem -inkey mail-rsa.key -passout pass: -out mail-rsa-open.p12
openssl pkcs12 -export -in mail-rsa.pem -nokeys -passout env:PASSWORD -out no-key.p12

ec mail-ec; req mail-ec '/CN=mail.example.org'; sign mail-ec intermediate "$leaf"; chain mail-ec
{ openssl ecparam -name prime256v1; openssl ec -in mail-ec.key 2>/dev/null; } > mail-ec-sec1.key
openssl ec -in mail-ec.key -no_public > mail-ec-alone.key 2>/dev/null
openssl pkcs8 -topk8 -in mail-ec.key -passout env:PASSWORD -out mail-ec-encrypted.key

ec wide; req wide '/CN=wide'; sign wide intermediate 'subjectAltName=DNS:*.example.net\n'; chain wide
ec bare; req bare '/CN=bare.example.org'; sign bare intermediate 'extendedKeyUsage=serverAuth\n'; chain bare
ec self; self self '/CN=mail.example.org' subjectAltName=DNS:mail.example.org
rsa weak 1024; self weak '/CN=mail.example.org' subjectAltName=DNS:mail.example.org
openssl genpkey -algorithm ED25519 -out edward.key; self edward '/CN=mail.example.org' subjectAltName=DNS:mail.example.org

# Line ends, an escape, a sign that turns the direction of text, and more than is ever shown.
name="$(printf 'evil\r\n250 ok\033[2J\342\200\256')$(printf 'x%.0s' $(seq 40))"
ec hostile
openssl req -x509 -new -utf8 -key hostile.key -subj "/CN=$name" -days $days -out hostile.pem \
    -addext "subjectAltName=DER:$(python3 - <<'P'
names = [b'\r\n250 ok\x1b[2J', b'\x00mail.example.org', b'mail.example.org\x00.evil.test'] + [b'n%d.' % i + b'y' * 200 for i in range(40)]
def tlv(tag, content):
    n = len(content)
    length = bytes([n]) if n < 128 else bytes([0x82, n >> 8, n & 255])
    return bytes([tag]) + length + content
print(tlv(0x30, b''.join(tlv(0x82, name) for name in names)).hex())
P
)"

# OpenSSL 3.0 makes nothing that is over already.
ec expired; req expired '/CN=mail.example.org'
openssl pkcs12 -export -in root.pem -inkey root.key -name root -passout env:PASSWORD -out root.p12
keytool -gencert -keystore root.p12 -storepass "$PASSWORD" -alias root -infile expired.csr -outfile expired.pem -rfc \
    -startdate '2020/01/01 00:00:00' -validity 100 -ext san=dns:mail.example.org 2>/dev/null

for name in expired mail-rsa; do
    echo "$name certificate $(openssl x509 -outform DER -in $name.pem | openssl sha256 -r | cut -c 1-64)"
    echo "$name key $(openssl x509 -pubkey -noout -in $name.pem | openssl pkey -pubin -outform DER | openssl sha256 -r | cut -c 1-64)"
done > pins

rm -f ./*.csr ./*.srl ext root.p12 root.key intermediate.key
