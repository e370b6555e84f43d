// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.postern.api.config.ConfigurationDoor;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way from files to Config Admin. {@link #tick} is called again and again by one thread; the rest is thread-safe. */
final class Door implements ConfigurationDoor {
    /** So long nothing must change before it is read: whoever copies several files is not caught in the middle. */
    static final Duration QUIET = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final int READ_ATTEMPTS = 5;

    private final EtcFolder folder;
    private final LastGood lastGood;
    private final Surroundings surroundings;
    private final Target target;
    private final LongSupplier nanos;
    private final LongConsumer announce;
    private final AtomicBoolean disturbed = new AtomicBoolean();
    private final ProblemLog problemLog = new ProblemLog();
    private final Settling<EtcFolder.Look> settling;

    private boolean evaluated;
    private long generation;
    private Map<String, Object> gatewayInForce = Map.of();
    private volatile ConfigurationSet inForce = new ConfigurationSet(List.of());
    private volatile List<ConfigurationProblem> problems = List.of();

    /**
     * What the files are judged by; changes as bundles come and go.
     *
     * @param schemas the Metatype of all bundles
     * @param check every check of the whiteboard
     */
    record Surroundings(Supplier<Schema.Known> schemas, Supplier<ConsistencyCheck> check) {}

    /**
     * Time.
     *
     * @param nanos what waiting is measured by
     * @param clock what the times of files are compared with
     */
    record Time(LongSupplier nanos, InstantSource clock) {
        static final Time SYSTEM = new Time(System::nanoTime, InstantSource.system());
    }

    /** @param announce told the number of each generation, when it is in force */
    Door(
            EtcFolder folder,
            LastGood lastGood,
            Surroundings surroundings,
            Target target,
            Time time,
            LongConsumer announce) {
        this.folder = folder;
        this.lastGood = lastGood;
        this.surroundings = surroundings;
        this.target = target;
        this.nanos = time.nanos();
        this.announce = announce;
        var look = folder.look();
        this.settling = new Settling<>(QUIET, look);
        // Files at rest need no wait at the start.
        settling.disturb(nanos.getAsLong() - (look.isFresh(time.clock().instant(), QUIET) ? 0 : QUIET.toNanos()));
    }

    @Override
    public ConfigurationSet inForce() {
        return inForce;
    }

    @Override
    public List<ConfigurationProblem> problems() {
        return problems;
    }

    @Override
    public synchronized void reload() {
        for (var attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
            var look = folder.look();
            if (evaluate(look)) {
                // A write in the same tick of the file system's clock would look the same: read once more, later.
                settling.settled(look, nanos.getAsLong());
                settling.disturb(nanos.getAsLong());
                return;
            }
        }
        LOG.warn("the files in etc/ change all the time; they are read when they have come to rest");
    }

    /** Something the files are judged by has changed: they are judged again when it has come to rest. Returns at once. */
    void disturb() {
        disturbed.set(true);
    }

    /** Looks whether there is something to do, and does it. */
    synchronized void tick() {
        if (disturbed.getAndSet(false) && evaluated) {
            settling.disturb(nanos.getAsLong());
        }
        var look = folder.look();
        if (settling.settled(look, nanos.getAsLong()) && evaluate(look)) {
            settling.taken();
        }
    }

    /** @return false if the files changed while they were read: nothing was done then */
    private boolean evaluate(EtcFolder.Look look) {
        var readings = read(look);
        if (!folder.look().equals(look)) {
            return false;
        }
        evaluated = true;
        var schemas = surroundings.schemas().get();
        var result = Proposal.of(
                readings, lastGood.files(), schemas, surroundings.check().get(), inForce);
        var refusals = new ArrayList<>(result.refusals());
        if (!look.failure().isEmpty()) {
            refusals.add(new ConfigurationProblem("etc", "", "", look.failure()));
        }
        problemLog.tell(refusals, result.unknown(), result.set());
        problems = problemLog.told();
        apply(result.set(), schemas);
        lastGood.keep(result.kept());
        return true;
    }

    /** A folder that cannot be looked at is no empty one: what is in force stays. */
    private Map<String, Reading> read(EtcFolder.Look look) {
        var readings = new TreeMap<String, Reading>();
        if (look.failure().isEmpty()) {
            look.files().keySet().forEach(file -> readings.put(file, folder.read(file)));
        } else {
            lastGood.files().forEach((file, copy) -> readings.put(file, new Reading.Readable(copy)));
        }
        return readings;
    }

    private void apply(ConfigurationSet set, Schema.Known schemas) {
        var last = gateway(set, schemas);
        var first = generation == 0;
        if (!first
                && SameProperties.entries(set.entries(), inForce.entries())
                && SameProperties.maps(last, gatewayInForce)) {
            return;
        }
        try {
            var next = 1 + (first ? target.generation() : generation);
            var numbered = new HashMap<>(last);
            numbered.put(GENERATION, next);
            target.apply(set, numbered);
            generation = next;
            gatewayInForce = last;
            inForce = set;
            LOG.info(
                    "configuration generation {} is in force: {} files",
                    next,
                    set.entries().size());
            announce.accept(next);
        } catch (IOException failed) {
            LOG.error("Config Admin did not take the configuration; it is tried again", failed);
            disturb();
        }
    }

    private static Map<String, Object> gateway(ConfigurationSet set, Schema.Known schemas) {
        return set.of(GENERATION_PID).stream()
                .findFirst()
                .map(ConfigurationSet.Entry::properties)
                .or(() -> schemas.of(GENERATION_PID).map(Schema::defaults))
                .orElse(Map.of());
    }
}
