// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The body of a Content-* field: a value, then parameters (RFC 2045 section 5.1), read leniently: semicolons may be missing,
 * comments stand anywhere, quotes may stay open.
 *
 * @param value before the first parameter, without comments, quotes and white space, in lower case
 * @param parameters in order
 * @param tooMany whether parameters were left out because there are more than allowed
 */
record StructuredField(String value, List<Parameter> parameters, boolean tooMany) {
    /**
     * A parameter.
     *
     * @param name in lower case
     * @param value by the grammar
     * @param loose all up to the next semicolon: what a program makes of it that knows no grammar
     */
    record Parameter(String name, String value, String loose) {}

    StructuredField {
        parameters = List.copyOf(parameters);
    }

    /**
     * @param body unfolded, each octet as one character
     * @param most the most parameters
     */
    static StructuredField parse(String body, int most) {
        return new Cursor(body).field(most);
    }

    /** @return the body without its comments, where they are closed */
    static String withoutComments(String body) {
        return body.indexOf('(') < 0 ? body : new Cursor(body).outsideComments();
    }

    /** A bound for what is looked at twice: fields without semicolons must not become quadratic (M08). */
    private static final int LOOSE = 1000;

    /** Goes over the text once. */
    private static final class Cursor {
        private final String text;
        private int at;

        Cursor(String text) {
            this.text = text;
        }

        StructuredField field(int most) {
            String value = value();
            List<Parameter> parameters = new ArrayList<>();
            while (skipTo(true)) {
                if (parameters.size() == most) {
                    return new StructuredField(value, parameters, true);
                }
                parameter(parameters);
            }
            return new StructuredField(value, parameters, false);
        }

        String outsideComments() {
            StringBuilder outside = new StringBuilder(text.length());
            while (at < text.length()) {
                char next = text.charAt(at);
                if (next == '(') {
                    comment();
                } else if (next == '"') {
                    int from = at;
                    quoted();
                    outside.append(text, from, at);
                } else {
                    outside.append(next);
                    at++;
                }
            }
            return outside.toString();
        }

        /** Takes {@code "text" / (comment) plain} as {@code text/plain}. */
        private String value() {
            StringBuilder value = new StringBuilder();
            while (skipTo(false) && text.charAt(at) != ';') {
                boolean goesOn = value.isEmpty() || text.charAt(at) == '/' || value.charAt(value.length() - 1) == '/';
                if (!goesOn) {
                    break;
                }
                value.append(text.charAt(at) == '"' ? quoted() : token("/\""));
                if (at < text.length() && text.charAt(at) == '/') {
                    value.append('/');
                    at++;
                }
            }
            return value.toString().strip().toLowerCase(Locale.ROOT);
        }

        private void parameter(List<Parameter> parameters) {
            int begin = at;
            String name = token("=").strip().toLowerCase(Locale.ROOT);
            if (!skipTo(false) || text.charAt(at) != '=') {
                if (at == begin) {
                    at++;
                }
                return;
            }
            at++;
            int from = at;
            String value = "";
            if (skipTo(false) && text.charAt(at) != ';') {
                value = text.charAt(at) == '"' ? quoted() : token("");
            }
            parameters.add(new Parameter(name, value, loose(from)));
        }

        private String loose(int from) {
            String all =
                    text.substring(from, Math.min(text.length(), from + LOOSE)).stripLeading();
            boolean quoted = all.startsWith("\"");
            int end = quoted ? all.indexOf('"', 1) : all.indexOf(';');
            return all.substring(quoted ? 1 : 0, end < 0 ? all.length() : end).strip();
        }

        /** Up to white space, a semicolon, a comment, or one of the octets given. */
        private String token(String also) {
            int from = at;
            while (at < text.length()) {
                char next = text.charAt(at);
                if (next <= ' ' || next == ';' || next == '(' || also.indexOf(next) >= 0) {
                    break;
                }
                at++;
            }
            return text.substring(from, at);
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at++));
            }
            at = Math.min(text.length(), at + 1);
            return value.toString();
        }

        /** @return whether anything is left after white space, comments and, if wanted, semicolons */
        private boolean skipTo(boolean overSemicolons) {
            while (at < text.length()) {
                char next = text.charAt(at);
                if (next == '(') {
                    comment();
                } else if (next <= ' ' || overSemicolons && next == ';') {
                    at++;
                } else {
                    return true;
                }
            }
            return false;
        }

        private void comment() {
            int depth = 0;
            while (at < text.length()) {
                char next = text.charAt(at++);
                if (next == '\\') {
                    at = Math.min(text.length(), at + 1);
                } else if (next == '(') {
                    depth++;
                } else if (next == ')' && --depth == 0) {
                    return;
                }
            }
        }
    }
}
