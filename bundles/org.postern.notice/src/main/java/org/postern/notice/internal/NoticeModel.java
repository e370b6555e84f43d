// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.notice.internal;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.api.notice.Notice;
import org.postern.api.scan.UnscannableReason;

/** What a template may name: see {@code templates/en/notice.txt} for each of them. */
final class NoticeModel {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Whoever sends the mail says how much there is to be removed. */
    private static final int MOST_NAMED = 50;

    private NoticeModel() {}

    static Map<String, Object> of(Notice notice) {
        List<Map<String, Object>> removed = notice.removed().stream()
                .limit(MOST_NAMED)
                .map(NoticeModel::removed)
                .toList();
        int others = notice.removed().size() - removed.size();
        return Map.of(
                "gateway", CleanText.of(notice.gateway()),
                "time", TIME.format(notice.at()),
                "quarantineId", CleanText.of(notice.quarantineId()),
                "removed", removed,
                "others", others == 0 ? "" : String.valueOf(others),
                "anyInfected", notice.removed().stream().anyMatch(Notice.Removed::infected),
                "anyUnscannable", !notice.removed().stream().allMatch(Notice.Removed::infected));
    }

    private static Map<String, Object> removed(Notice.Removed removed) {
        Map<String, Object> model = new HashMap<>();
        model.put("fileName", CleanText.of(removed.fileName()));
        model.put("mediaType", CleanText.of(removed.mediaType()));
        model.put("infected", removed.infected());
        model.put("why", CleanText.of(removed.why()));
        model.put("engine", CleanText.of(removed.engine()));
        model.put("where", CleanText.of(removed.where()));
        String reason = removed.infected() ? "" : removed.why();
        List<String> keys = Arrays.stream(UnscannableReason.values())
                .map(UnscannableReason::key)
                .toList();
        keys.forEach(key -> model.put(key, key.equals(reason)));
        model.put("otherReason", !removed.infected() && !keys.contains(reason));
        return model;
    }
}
