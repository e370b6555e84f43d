// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;
import org.postern.scan.peer.ClamAvNames;
import org.postern.scan.peer.Printable;

/**
 * What servers call by name in the header of an answer. The first three fields are those of
 * draft-stecher-icap-subid-00; the others are vendors' own. Whatever is named and not known to mean that the server could
 * not look is infected.
 */
final class Threats {
    private static final Pattern THREAT = Pattern.compile("Threat\\s*=\\s*([^;]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,6}");

    private static final List<String> NAMES = List.of("X-Virus-ID", "X-Virus-Name", "X-FSecure-Infection-Name");

    /** Why it blocks, for those that name nothing else. */
    private static final List<String> REASONS = List.of("X-Blocked-Reason", "X-Block-Reason", "X-Blocked");

    private static final List<String> BLOCKED_FOR = List.of("X-Response-Desc", "X-Response-Description");

    private static final String UNNAMED = "a threat without a name";

    /** Lines of X-Violations-Found to each violation, and which of them has its name. */
    private static final int LINES = 4;

    private static final int NAME_LINE = 1;

    /** In lower case: as the vendors' manuals have them, word for word. */
    private static final Map<String, UnscannableReason> COULD_NOT_LOOK = Map.of(
            "encrypted archive", UnscannableReason.ENCRYPTED_ARCHIVE,
            "encrypted container violation", UnscannableReason.ENCRYPTED_ARCHIVE,
            "container size violation", UnscannableReason.LIMITS,
            "exceeded archive depth", UnscannableReason.LIMITS);

    private Threats() {}

    /** @return the verdict, if the header names something */
    static Optional<ScanResult> in(Head head) {
        List<List<String>> named = new ArrayList<>();
        named.add(head.all("X-Infection-Found").flatMap(Threats::threats).toList());
        named.add(head.all("X-Violations-Found").flatMap(Threats::violations).toList());
        NAMES.forEach(name -> named.add(texts(head, name)));
        if (named.stream().allMatch(List::isEmpty)) {
            named.add(blocked(head));
        }
        for (List<String> names : named) {
            List<String> infected = names.stream()
                    .filter(name -> reason(name).isEmpty())
                    .distinct()
                    .toList();
            if (!infected.isEmpty()) {
                return Optional.of(ScanResult.infected(Printable.of(String.join(", ", infected))));
            }
        }
        return named.stream()
                .flatMap(List::stream)
                .findFirst()
                .map(name -> ScanResult.unscannable(reason(name).orElseThrow(), Printable.of(name)));
    }

    private static Stream<String> threats(Head.Field field) {
        if (isNothing(field.value())) {
            return Stream.of();
        }
        List<String> names = new ArrayList<>();
        for (Matcher threat = THREAT.matcher(field.value()); threat.find(); ) {
            names.add(threat.group(1).isBlank() ? UNNAMED : threat.group(1).strip());
        }
        return names.isEmpty() ? Stream.of(field.value()) : names.stream();
    }

    /** A number, then for each so many lines: file, name, number of the problem, number of what was done. */
    private static Stream<String> violations(Head.Field field) {
        String count = field.lines().get(0);
        if (isNothing(field.value()) || field.value().equals("0")) {
            return Stream.of();
        }
        if (!COUNT.matcher(count).matches()) {
            return Stream.of(field.value());
        }
        List<String> names = new ArrayList<>();
        for (int i = 1; i + NAME_LINE < field.lines().size(); i += LINES) {
            String name = field.lines().get(i + NAME_LINE);
            names.add(isNothing(name) ? UNNAMED : name);
        }
        return names.isEmpty() ? Stream.of(UNNAMED) : names.stream();
    }

    private static List<String> blocked(Head head) {
        List<String> reasons =
                REASONS.stream().flatMap(name -> texts(head, name).stream()).toList();
        boolean blocks = head.value("X-Response-Info")
                        .filter(info -> info.equalsIgnoreCase("Blocked"))
                        .isPresent()
                || head.value("X-FSecure-Scan-Result")
                        .filter(result -> result.equalsIgnoreCase("infected"))
                        .isPresent();
        if (!reasons.isEmpty() || !blocks) {
            return reasons;
        }
        List<String> described =
                BLOCKED_FOR.stream().flatMap(name -> texts(head, name).stream()).toList();
        return described.isEmpty() ? List.of(UNNAMED) : described;
    }

    private static List<String> texts(Head head, String name) {
        return head.all(name)
                .map(field -> field.value().replace("\"", ""))
                .filter(text -> !isNothing(text))
                .toList();
    }

    private static boolean isNothing(String text) {
        return text.isBlank() || text.equals("-");
    }

    private static Optional<UnscannableReason> reason(String name) {
        return ClamAvNames.reason(name)
                .or(() -> Optional.ofNullable(COULD_NOT_LOOK.get(name.toLowerCase(Locale.ROOT))));
    }
}
