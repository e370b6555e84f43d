// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.postern.scan.peer.Address;

/**
 * The headers of questions. Nothing in them comes from mail: the content has no name but its digest, so nothing can be
 * smuggled into them.
 *
 * @param address of the server, as configured
 * @param secured whether TLS is spoken
 * @param path of the service
 */
record Question(Address address, boolean secured, String path) {
    private static final String END = "\r\n";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    byte[] options() {
        return ascii(first("OPTIONS") + "Encapsulated: null-body=0" + END + END);
    }

    /**
     * @param method RESPMOD or REQMOD
     * @param preview how many octets come first; empty: all at once
     * @param allow204 whether the server may do without giving content back
     */
    byte[] content(Method method, Content content, OptionalInt preview, boolean allow204) {
        String url = "http://postern/" + (DIGEST.matcher(content.sha256()).matches() ? content.sha256() : "content");
        String about = "Content-Type: application/octet-stream" + END + "Content-Length: " + content.size() + END + END;
        String host = " HTTP/1.1" + END + "Host: postern" + END;
        boolean response = method == Method.RESPMOD;
        String request = response ? "GET " + url + host + END : "POST " + url + host + about;
        String answer = response ? "HTTP/1.1 200 OK" + END + about : "";
        String parts = response
                ? "req-hdr=0, res-hdr=" + request.length() + ", res-body=" + (request.length() + answer.length())
                : "req-hdr=0, req-body=" + request.length();
        return ascii(first(method.name())
                + (allow204 ? "Allow: 204" + END : "")
                + (preview.isPresent() ? "Preview: " + preview.getAsInt() + END : "")
                + "Encapsulated: " + parts + END + END
                + request
                + answer);
    }

    private String first(String method) {
        String uri = (secured ? "icaps://" : "icap://") + address + "/" + path;
        return method + " " + uri + " ICAP/1.0" + END + "Host: " + address + END + "User-Agent: Postern" + END;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
