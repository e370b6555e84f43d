# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Postern authors
"""Says for each *.eml of a folder how the EICAR test file comes out of it, if it does: "name: way over way".

Nothing here is the gateway's: messages are taken apart by Python's email package, by each of its policies, and whatever comes
out is tried with every encoding, wherever it may begin, headers or none.
"""
import base64
import binascii
import email
import email.policy
import pathlib
import quopri
import re
import sys
import zlib

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
DEPTH = 4
BASE64 = rb"A-Za-z0-9+/"
UU = bytes(range(32, 96))
XX = b"+-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
HQX = b"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"


def leaves(octets, policy):
    try:
        message = email.message_from_bytes(octets, policy=policy)
        for part in message.walk():
            if not part.is_multipart():
                yield part.get_payload(decode=True) or b""
                yield (part.get_payload() or "").encode("latin-1", "surrogateescape")
    except (LookupError, ValueError, AttributeError, TypeError, IndexError):
        return  # a message at which this package gives up: no mail program that is built on it shows anything


def sixes(characters, alphabet):
    """Groups of four characters as three octets."""
    values = [alphabet.index(c) for c in characters if c in alphabet]
    out = bytearray()
    for i in range(0, len(values) - 3, 4):
        group = values[i] << 18 | values[i + 1] << 12 | values[i + 2] << 6 | values[i + 3]
        out += group.to_bytes(3, "big")
    return bytes(out)


def base64_runs(octets):
    """As it stands, from each place where a group may begin; garbage left out; padding an end, or not."""
    for garbage in (rb"[^%s=]" % BASE64, rb"[\r\n\t ]"):
        dense = re.sub(garbage, b"", octets)
        for run in re.findall(rb"[%s=]{40,}" % BASE64, dense):
            for at in range(4):
                yield unpadded(run[at:])
            yield b"".join(unpadded(piece) for piece in re.split(rb"=+", run))
    for run in re.findall(rb"(?:[%s]+={0,2}[\r\n\t ]*){8,}" % BASE64, octets):
        yield b"".join(unpadded(piece) for piece in re.split(rb"[=\s]+", run))
        yield unpadded(re.sub(rb"\s", b"", run))


def unpadded(run):
    run = run.replace(b"=", b"")
    run = run[:len(run) - 1] if len(run) % 4 == 1 else run
    try:
        return base64.b64decode(run + b"=" * (-len(run) % 4))
    except binascii.Error:
        return b""


def odd_base64(octets):
    """What is no digit is the digit zero; an equals sign takes octets away, or does not."""
    dense = re.sub(rb"[\r\n\t ]", b"", octets)
    for run in re.findall(rb"[%s=*\0]{40,}" % BASE64, dense):
        for at in range(4):
            whole, shorter, in_place = bytearray(), bytearray(), bytearray()
            for i in range(at, len(run) - 3, 4):
                group = run[i:i + 4]
                three = base64.b64decode(re.sub(rb"[=*\0]", b"A", group))
                whole += three
                shorter += three[:max(1, 3 - group.count(b"="))]
                in_place += three[:1] + (b"" if group[2:3] == b"=" else three[1:2]) + (b"" if group[3:] == b"=" else three[2:])
            yield from (bytes(whole), bytes(shorter), bytes(in_place))


def quoted_printable(octets):
    yield quopri.decodestring(octets)
    joined = re.sub(rb"=[ \t]*(?:\r\n|\r|\n)", b"", octets)
    yield re.sub(rb"=([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), joined)


def lines_of_files(octets):
    """uuencode and xxencode: each line begins with its length."""
    lines = re.split(rb"\r\n|\r|\n", octets)
    for alphabet in (UU, XX):
        out = bytearray()
        for line in lines:
            plain = line.replace(b"`", b" ") if alphabet is UU else line
            if plain and plain[0] in alphabet:
                length = alphabet.index(plain[0])
                padded = plain[1:] + alphabet[:1] * 84
                out += sixes(padded[:(length + 2) // 3 * 4], alphabet)[:length]
        yield bytes(out)


def yenc(octets):
    for block in re.findall(rb"=ybegin [^\r\n]*[\r\n]+(?:=ypart [^\r\n]*[\r\n]+)?(.*?)=yend", octets, re.S):
        block = re.sub(rb"[\r\n]", b"", block)
        block = re.sub(rb"=(.)", lambda match: bytes([(match[1][0] - 64) & 255]), block, flags=re.S)
        yield bytes((octet - 42) & 255 for octet in block)


def binhex(octets):
    for block in re.findall(rb"(?=:([^:]{40,}):)", octets):
        packed = sixes(re.sub(rb"\s", b"", block) + HQX[:1] * 3, HQX)
        yield re.sub(rb"(.)\x90(.)", lambda m: m[1] * m[2][0] if m[2][0] else b"\x90", packed, flags=re.S)


def inflated(octets):
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", octets):
        try:
            yield zlib.decompressobj().decompress(octets[match.start():], 1 << 20)
        except zlib.error:
            pass


def compressed_rtf(octets):
    """Wherever its mark stands, to the end of all."""
    words = (rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
             rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" b"\r\n" rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx")
    for match in re.finditer(rb"LZFu", octets):
        out, at = bytearray(words), match.end() + 4
        while at < len(octets) - 2:
            control, at = octets[at], at + 1
            for bit in range(8):
                if not control >> bit & 1:
                    out += octets[at:at + 1]
                    at += 1
                elif at < len(octets) - 1:
                    pair, at = octets[at] << 8 | octets[at + 1], at + 2
                    back = (len(out) - (pair >> 4)) % 4096 or 4096
                    for _ in range((pair & 15) + 2):
                        out += out[-back:][:1] or b"\0"
        yield bytes(out[len(words):])


def rtf_objects(octets):
    """The hexadecimal digits behind each mark of an object, whatever stands between them."""
    for text in octets.split(rb"\objdata")[1:] + [octets.partition(rb"\objdata")[2]]:
        text = re.sub(rb"\\bin1 (.)", lambda match: match[1].hex().encode(), text, flags=re.S)
        text = re.sub(rb"\{\\\*\\(?!objdata)[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", b"", text)
        text = re.sub(rb"\\'[0-9a-f]{2}|\\[a-z]+-?[0-9]* ?", b"", text)
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", text)
        yield bytes.fromhex(digits[:len(digits) // 2 * 2].decode())


def pieces(octets):
    """Octet strings of one octet each, as BER lets a long one be written, and characters of two octets."""
    yield re.sub(rb"\x04\x01(.)", rb"\1", octets, flags=re.S)
    yield octets.replace(b"\0", b"")
    yield octets.decode("utf-7", "ignore").encode("utf-8", "ignore")
    yield re.sub(rb"(?m)^(?:> ?|- )", b"", octets)


WAYS = {
    "email": lambda octets: leaves(octets, email.policy.compat32),
    "email in its new way": lambda octets: leaves(octets, email.policy.default),
    "base64": base64_runs,
    "odd base64": odd_base64,
    "quoted-printable": quoted_printable,
    "uuencode": lines_of_files,
    "yEnc": yenc,
    "BinHex": binhex,
    "zlib": inflated,
    "compressed RTF": compressed_rtf,
    "RTF": rtf_objects,
    "pieces": pieces,
}


def way(octets, depth, seen):
    if EICAR in octets:
        return ["as it is"]
    if depth == 0 or octets in seen or len(octets) < len(EICAR) // 2:
        return None
    seen.add(octets)
    for name, tried in WAYS.items():
        for out in tried(octets):
            found = way(out, depth - 1, seen)
            if found:
                return [name] + found
    return None


for file in sorted(pathlib.Path(sys.argv[1]).glob("*.eml")):
    how = way(file.read_bytes(), DEPTH, set())
    if how:
        print(file.name + ": " + " over ".join(reversed(how)))
