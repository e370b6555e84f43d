// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.scan;

import static java.util.Objects.requireNonNull;

import java.util.Objects;
import java.util.Optional;

/** A scanner's answer. Made by the static factories only, so that it can grow. Immutable. */
public final class ScanResult {
    private final Verdict verdict;
    private final String text;
    private final Optional<UnscannableReason> reason;
    private final String path;
    private final boolean unreachable;

    private ScanResult(Verdict verdict, String text, Optional<UnscannableReason> reason) {
        this(verdict, text, reason, "", false);
    }

    private ScanResult(
            Verdict verdict, String text, Optional<UnscannableReason> reason, String path, boolean unreachable) {
        this.unreachable = unreachable;
        this.verdict = verdict;
        this.text = requireNonNull(text);
        this.reason = reason;
        this.path = requireNonNull(path);
    }

    /** @return looked at wholly, nothing found */
    public static ScanResult clean() {
        return new ScanResult(Verdict.CLEAN, "", Optional.empty());
    }

    /**
     * @param threat the threat's name, as the engine calls it
     * @return malware found
     */
    public static ScanResult infected(String threat) {
        return new ScanResult(Verdict.INFECTED, threat, Optional.empty());
    }

    /**
     * @param threat the threat's name, as the engine calls it
     * @param path where in the content: the names of entries from the outermost container inwards, untrusted, joined by {@code !/}
     * @return malware found inside a container
     */
    public static ScanResult infected(String threat, String path) {
        return new ScanResult(Verdict.INFECTED, threat, Optional.empty(), path, false);
    }

    /**
     * @param reason the class of it
     * @param detail one line for the administrator
     * @return cannot be looked at wholly, whoever tries
     */
    public static ScanResult unscannable(UnscannableReason reason, String detail) {
        return new ScanResult(Verdict.UNSCANNABLE, detail, Optional.of(reason));
    }

    /**
     * @param detail what went wrong, for the administrator
     * @return was not looked at
     */
    public static ScanResult failed(String detail) {
        return new ScanResult(Verdict.FAILED, detail, Optional.empty());
    }

    /**
     * @param detail what went wrong, for the administrator
     * @return was not looked at, since the engine could not be reached or the connection to it broke off before its answer.
     *     Nothing in the content need be the cause, so the engine may be asked once more, as after a restart of it
     */
    public static ScanResult unreachable(String detail) {
        return new ScanResult(Verdict.FAILED, detail, Optional.empty(), "", true);
    }

    /** @return whether it failed for want of a connection alone */
    public boolean isUnreachable() {
        return unreachable;
    }

    /** @return the verdict */
    public Verdict verdict() {
        return verdict;
    }

    /** @return the threat's name, or what an administrator should know of the verdict; empty when clean */
    public String text() {
        return text;
    }

    /** @return the reason, exactly when unscannable */
    public Optional<UnscannableReason> reason() {
        return reason;
    }

    /** @return where in the content malware was found, if the engine tells; else empty */
    public String path() {
        return path;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScanResult that
                && verdict == that.verdict
                && text.equals(that.text)
                && reason.equals(that.reason)
                && path.equals(that.path)
                && unreachable == that.unreachable;
    }

    @Override
    public int hashCode() {
        return Objects.hash(verdict, text, reason, path, unreachable);
    }

    @Override
    public String toString() {
        return text.isEmpty() ? verdict.toString() : verdict + " (" + text + ")";
    }
}
