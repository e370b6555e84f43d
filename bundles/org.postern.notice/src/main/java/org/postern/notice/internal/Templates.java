// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.notice.internal;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The texts of notices: those in {@code etc/templates/<language>/notice.txt} before those shipped, the language before its
 * variants' common one, English last. Logic-less; a value is put in once and never read again (T52).
 */
final class Templates {
    private static final Logger LOG = LoggerFactory.getLogger(Templates.class);
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]+)*");
    private static final String FALLBACK = "en";
    private static final int LONGEST_FILE = 1 << 16;

    /** A name that is not there is an error, so that a mistyped template is noticed instead of leaving words out. */
    private static final Mustache.Compiler COMPILER =
            Mustache.compiler().escapeHTML(false).emptyStringIsFalse(true).withCollector(new MapsAndLists());

    private final Path folder;
    private final Map<Path, FromFile> files = new ConcurrentHashMap<>();
    private final Map<String, Optional<Template>> shipped = new ConcurrentHashMap<>();

    /**
     * @param version changes when the file does
     * @param template empty if it is of no use
     */
    private record FromFile(String version, Optional<Template> template) {}

    /** @param folder holds a folder for each language; need not exist */
    Templates(Path folder) {
        this.folder = folder;
    }

    /** @return the text in the language, or the nearest there is */
    String render(String language, Map<String, Object> model) {
        for (String candidate : candidates(language)) {
            Path file = folder.resolve(candidate).resolve("notice.txt");
            Optional<String> text = fromFile(file).flatMap(template -> rendered(template, model, file));
            if (text.isEmpty()) {
                text = shipped(candidate).map(template -> template.execute(model));
            }
            if (text.isPresent()) {
                return text.get();
            }
        }
        throw new IllegalStateException("the shipped template is missing");
    }

    /** {@code de-AT} stands for itself, for {@code de}, and for English. */
    private static List<String> candidates(String language) {
        List<String> candidates = new ArrayList<>();
        if (LANGUAGE.matcher(language).matches()) {
            String rest = language;
            while (!rest.isEmpty()) {
                candidates.add(rest);
                rest = rest.substring(0, Math.max(0, rest.lastIndexOf('-')));
            }
        }
        candidates.add(FALLBACK);
        return candidates;
    }

    private Optional<String> rendered(Template template, Map<String, Object> model, Path file) {
        try {
            return Optional.of(template.execute(model));
        } catch (RuntimeException broken) {
            // some kinds of nonsense are no MustacheException, such as a template that includes another one
            LOG.warn("{} cannot be used, the shipped text is sent instead: {}", file, broken.toString());
            return Optional.empty();
        }
    }

    private Optional<Template> fromFile(Path file) {
        String version = version(file);
        if (version.isEmpty()) {
            files.remove(file);
            return Optional.empty();
        }
        FromFile known = files.get(file);
        if (known == null || !known.version().equals(version)) {
            known = new FromFile(version, read(file));
            files.put(file, known);
        }
        return known.template();
    }

    private static String version(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size();
        } catch (IOException absent) {
            return ""; // the usual case: nothing is overridden
        }
    }

    private static Optional<Template> read(Path file) {
        try {
            if (Files.size(file) > LONGEST_FILE) {
                throw new IOException("it is longer than " + LONGEST_FILE + " octets");
            }
            return Optional.of(compile(Files.readAllBytes(file)));
        } catch (IOException | RuntimeException broken) {
            LOG.warn("{} cannot be used, the shipped text is sent instead: {}", file, broken.toString());
            return Optional.empty();
        }
    }

    private Optional<Template> shipped(String language) {
        return shipped.computeIfAbsent(language, Templates::load);
    }

    private static Optional<Template> load(String language) {
        try (InputStream in = Templates.class.getResourceAsStream("templates/" + language + "/notice.txt")) {
            return in == null ? Optional.empty() : Optional.of(compile(in.readAllBytes()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Template compile(byte[] utf8) throws IOException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(utf8))
                .toString();
        return COMPILER.compile(text);
    }
}
