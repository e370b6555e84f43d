// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.notice.internal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.postern.api.notice.Notice;
import org.postern.api.notice.NoticeWriter;

/** Writes notices from templates, in quoted-printable: readable in any mail program, and in the source of the message. */
@Component
public final class TemplateNoticeWriter implements NoticeWriter {
    private static final String FIELDS = String.join(
            "\r\n",
            "Content-Type: text/plain; charset=UTF-8",
            "Content-Transfer-Encoding: quoted-printable",
            "Content-Disposition: inline; filename=\"postern-notice.txt\"",
            "");

    private final Templates templates;

    /** @param context knows the instance's base directory by the framework property {@code postern.base} */
    @Activate
    public TemplateNoticeWriter(BundleContext context) {
        this(templatesIn(context));
    }

    TemplateNoticeWriter(Path templates) {
        this.templates = new Templates(templates);
    }

    private static Path templatesIn(BundleContext context) {
        String base = context.getProperty("postern.base");
        if (base == null) {
            throw new IllegalStateException("the framework property postern.base is not set: where is the instance?");
        }
        return Path.of(base, "etc", "templates");
    }

    @Override
    public Replacement write(Notice notice) {
        String text = templates.render(notice.language(), NoticeModel.of(notice));
        return new Replacement(FIELDS.getBytes(StandardCharsets.US_ASCII), QuotedPrintable.encode(text));
    }

    @Override
    public byte[] prefixSubject(byte[] field, String prefix) {
        return new SubjectPrefix(prefix).addTo(field);
    }
}
