// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.postern.inspect.smtp.internal.wire.Reply;

/**
 * The reply to EHLO (RFC 5321 section 4.1.1.1), as the server gave it and as the client may see it.
 *
 * @param reply the reply for the client
 * @param offered what the server offers: its keywords, hidden ones too, with their parameters; all in upper case
 */
public record EhloReply(Reply reply, Map<String, Set<String>> offered) {
    public EhloReply {
        requireNonNull(reply);
        offered = Map.copyOf(offered);
    }

    /**
     * @param reply a positive reply of the server
     * @param offering what of it is for the client
     */
    public static EhloReply filter(Reply reply, Offering offering) {
        Map<String, Set<String>> offered = new HashMap<>();
        reply.lines().stream()
                .skip(1)
                .map(EhloReply::text)
                .forEach(text -> offered.computeIfAbsent(keyword(text), name -> new HashSet<>())
                        .addAll(parameters(text)));
        boolean chunking = offered.containsKey(Extension.CHUNKING.keyword());
        List<String> texts = new ArrayList<>();
        texts.add(text(reply.lines().get(0))); // the greeting, which may begin with any word
        reply.lines().stream()
                .skip(1)
                .map(EhloReply::text)
                .forEach(text -> Extension.of(keyword(text))
                        .flatMap(extension -> offering.shown(extension, text, chunking))
                        .ifPresent(texts::add));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            lines.add(reply.code() + (i == texts.size() - 1 ? " " : "-") + texts.get(i));
        }
        return new EhloReply(new Reply(reply.code(), lines), offered);
    }

    /** @return whether the server offers it, shown to the client or not */
    public boolean offers(Extension extension) {
        return offers(extension.keyword());
    }

    /** @return whether the server offers it, shown to the client or not */
    public boolean offers(String keyword) {
        return offered.containsKey(keyword);
    }

    /** @return what stands behind the keyword, in upper case */
    public Set<String> parameters(Extension extension) {
        return offered.getOrDefault(extension.keyword(), Set.of());
    }

    private static String text(String line) {
        return line.length() > 4 ? line.substring(4) : "";
    }

    /** {@code AUTH=LOGIN} is how servers answer clients older than RFC 2554. */
    private static String keyword(String text) {
        return text.split("[ \t=]", 2)[0].toUpperCase(Locale.ROOT);
    }

    private static List<String> parameters(String text) {
        String[] words = text.toUpperCase(Locale.ROOT).split("[ \t=]+");
        return words.length < 2 ? List.of() : Arrays.asList(words).subList(1, words.length);
    }
}
