// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;
import org.postern.scan.peer.ClamAvNames;
import org.postern.scan.peer.PeerException;
import org.postern.scan.peer.Printable;

/** What clamd's words mean. Whatever it does not know is no answer (T21). */
final class Answer {
    private static final Pattern NUMBERED = Pattern.compile("([1-9][0-9]{0,9}): .+", Pattern.DOTALL);
    private static final Pattern FOUND = Pattern.compile("stream: (.*\\S.*) FOUND", Pattern.DOTALL);
    private static final String CLEAN = "stream: OK";
    private static final String TOO_LARGE = "INSTREAM size limit exceeded. ERROR";

    /** What ExtendedDetectionInfo adds to a name: digest and size. */
    private static final Pattern EXTENSION = Pattern.compile("\\([0-9a-f]{32}:[0-9]+\\)$");

    private Answer() {}

    /**
     * @param number that of the question
     * @return the text after the number
     * @throws PeerException if the answer has none, or another
     */
    static String numbered(long number, String answer) throws PeerException {
        String mine = number + ": ";
        if (answer.startsWith(mine) && answer.length() > mine.length()) {
            return answer.substring(mine.length());
        }
        Matcher parts = NUMBERED.matcher(answer);
        if (!parts.matches()) {
            throw isError(answer)
                    ? new PeerException("clamd says: " + Printable.of(answer))
                    : new PeerException("an answer that is none, of " + answer.length() + " characters");
        }
        throw new PeerException("an answer to another question: number " + parts.group(1) + " instead of " + number);
    }

    /**
     * @param text an answer to INSTREAM, without its number
     * @param whole whether clamd has got all of the content
     * @throws PeerException if it is an error, or not understood
     */
    static ScanResult verdict(String text, boolean whole) throws PeerException {
        if (text.equals(TOO_LARGE)) {
            return ScanResult.unscannable(
                    UnscannableReason.TOO_LARGE, "larger than StreamMaxLength in the configuration of clamd");
        }
        if (isError(text)) {
            throw new PeerException("clamd says: " + Printable.of(text));
        }
        if (text.equals(CLEAN)) {
            if (!whole) {
                throw new PeerException("called clean before it had all of the content");
            }
            return ScanResult.clean();
        }
        Matcher found = FOUND.matcher(text);
        if (!found.matches()) {
            throw new PeerException("an answer that is none, of " + text.length() + " characters");
        }
        return found(Printable.of(EXTENSION.matcher(found.group(1)).replaceFirst("")));
    }

    private static ScanResult found(String name) {
        return ClamAvNames.reason(name)
                .map(reason -> ScanResult.unscannable(reason, name))
                .orElseGet(() -> ScanResult.infected(name));
    }

    /** @throws PeerException if it is no version */
    static Version version(String text) throws PeerException {
        if (isError(text)) {
            throw new PeerException("clamd says: " + Printable.of(text));
        }
        return Version.parse(Printable.of(text));
    }

    private static boolean isError(String text) {
        return text.endsWith(" ERROR");
    }
}
