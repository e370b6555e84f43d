// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.record.internal.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.postern.api.policy.Finding;
import org.postern.api.policy.MailItem;
import org.postern.api.record.Quarantine;
import org.postern.swap.files.PrivateDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The quarantine in a directory: {@code <id>.eml.gz.b64} with the message, {@code <id>.json} with what is known of it.
 * Both get their names when their octets are on the disk, the metadata last: what has metadata is whole.
 */
@Component(service = Quarantine.class, immediate = true, configurationPid = "org.postern.quarantine")
@Designate(ocd = FileQuarantine.Config.class)
public final class FileQuarantine implements Quarantine {
    static final String MESSAGE = ".eml.gz.b64";
    static final String METADATA = ".json";

    private static final String UNFINISHED = ".tmp";
    private static final Logger LOG = LoggerFactory.getLogger(FileQuarantine.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** What an administrator sets. */
    @ObjectClassDefinition(name = "Quarantine", description = "Where the originals of replaced messages are kept")
    public @interface Config {
        /** @return where; relative to the instance */
        @AttributeDefinition(
                name = "Directory",
                description = "Where the messages are kept; a relative path starts at the instance's directory")
        String directory() default "data/quarantine";

        /** @return how many mebibytes of the disk the quarantine leaves free */
        @AttributeDefinition(
                name = "Free space left",
                description =
                        "How many mebibytes of the disk stay free: a message that would take them is not kept, and"
                                + " the profile's onQuarantineFailure says what becomes of it",
                min = "0",
                max = "1048576")
        int minFreeMebibytes() default 64;
    }

    private final Path base;
    private final Supplier<Instant> clock;
    private final Object[] stripes = new Object[64];
    private volatile Store store;

    /** What the settings say, opened. */
    private record Store(PrivateDirectory directory, long minFree, KnownCopies known) {}

    /**
     * @param context knows the instance's base directory by the framework property {@code postern.base}
     * @param config the settings
     * @throws IOException if there is no directory that is fit to hold mail
     */
    @Activate
    public FileQuarantine(BundleContext context, Config config) throws IOException {
        this(base(context), config.directory(), config.minFreeMebibytes(), Instant::now);
    }

    FileQuarantine(Path base, String directory, int minFreeMebibytes, Supplier<Instant> clock) throws IOException {
        this.base = base;
        this.clock = clock;
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new Object();
        }
        store = open(directory, minFreeMebibytes);
    }

    private static Path base(BundleContext context) {
        return Path.of(Optional.ofNullable(context.getProperty("postern.base"))
                .orElseThrow(() -> new IllegalStateException("the framework property postern.base is not set")));
    }

    @Modified
    void modified(Config config) throws IOException {
        store = open(config.directory(), config.minFreeMebibytes());
    }

    private Store open(String where, int minFreeMebibytes) throws IOException {
        PrivateDirectory directory = PrivateDirectory.open(base.resolve(where));
        removeUnfinished(directory);
        KnownCopies known = KnownCopies.in(directory.path());
        LOG.info("quarantine at {}: {} known message(s)", directory.path(), known.size());
        return new Store(directory, (long) minFreeMebibytes << 20, known);
    }

    private static void removeUnfinished(PrivateDirectory directory) throws IOException {
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(directory.path(), "*" + UNFINISHED)) {
            for (Path file : unfinished) {
                Files.deleteIfExists(file);
                LOG.info("an unfinished file of an earlier run was removed from the quarantine");
            }
        }
    }

    @Override
    public String keep(MailItem item, List<Finding> findings) throws IOException {
        Store now = store;
        String key = KnownCopies.key(item);
        // A client that comes again while its first try is being written waits for that copy (T44).
        synchronized (stripes[Math.floorMod(key.hashCode(), stripes.length)]) {
            Optional<String> there = now.known().find(key).filter(id -> isThere(now, id));
            if (there.isPresent()) {
                return there.get();
            }
            String id = newId(item);
            write(now, id, item, Metadata.of(id, key, clock.get(), item, findings));
            now.known().add(key, id);
            return id;
        }
    }

    /** Somebody may have taken the copy out meanwhile. */
    private static boolean isThere(Store store, String id) {
        return Files.isRegularFile(store.directory().file(id + MESSAGE))
                && Files.isRegularFile(store.directory().file(id + METADATA));
    }

    /** Nothing out of the mail goes into a name (T50). */
    private String newId(MailItem item) {
        String protocol = item.session().protocol().name().toLowerCase(Locale.ROOT);
        String session = item.session().id().replaceAll("[^A-Za-z0-9-]", "");
        String bounded = session.substring(0, Math.min(40, session.length()));
        return String.join("-", protocol, TIME.format(clock.get()), bounded, PrivateDirectory.randomName(6));
    }

    private static void write(Store store, String id, MailItem item, String metadata) throws IOException {
        PrivateDirectory directory = store.directory();
        // The encoded message takes a third more at worst.
        if (store.directory().path().toFile().getUsableSpace() - item.message().size() * 3 / 2 < store.minFree()) {
            throw new IOException("not enough free space for the quarantine in " + directory.path());
        }
        List<String> names = List.of(id + MESSAGE, id + METADATA);
        try {
            try (FileChannel file = directory.create(names.get(0) + UNFINISHED)) {
                encode(item, Channels.newOutputStream(file));
                file.force(true);
            }
            try (FileChannel file = directory.create(names.get(1) + UNFINISHED)) {
                Channels.newOutputStream(file).write(metadata.getBytes(UTF_8));
                file.force(true);
            }
            for (String name : names) {
                Files.move(directory.file(name + UNFINISHED), directory.file(name), ATOMIC_MOVE);
            }
            directory.sync();
        } catch (IOException | RuntimeException failed) {
            for (String name : names) {
                discard(directory.file(name + UNFINISHED), failed);
                discard(directory.file(name), failed);
            }
            throw failed;
        }
    }

    /** No scanner recognises what is in there and no click runs it; {@code base64 -d | gunzip} gives the octets back. */
    private static void encode(MailItem item, OutputStream file) throws IOException {
        OutputStream encoded = Base64.getMimeEncoder(76, new byte[] {'\n'}).wrap(new EndsWithNewline(file));
        try (InputStream octets = item.message().open();
                OutputStream zipped = new GZIPOutputStream(encoded, 16 * 1024)) {
            octets.transferTo(zipped);
        }
    }

    private static void discard(Path file, Exception failed) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException also) {
            failed.addSuppressed(also);
        }
    }
}
