// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.api.archive.Containers;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Scanner;

class SignatureEngineTest {
    private static final Containers NONE = (content, unpacking, deadline, visitor) -> Optional.empty();
    private static final byte[] OWN = {1, 2, 3, 4, 5};

    @TempDir
    private Path base;

    private final List<SignatureEngine> engines = new ArrayList<>();
    private Framework framework;

    @BeforeEach
    void begin() {
        framework = new Framework(base);
    }

    @Test
    void offersTheEngineWithItsNameAndPermits() {
        engine(new Settings(true, 7));

        assertThat(framework.service()).isPresent();
        assertThat(framework.property(Scanner.NAME)).isEqualTo("signature");
        assertThat(framework.property(Scanner.MAX_CONCURRENT)).isEqualTo(7);
    }

    @Test
    void offersNothingWhileItIsNotEnabled() {
        SignatureEngine engine = engine(new Settings(false, 4));
        assertThat(framework.service()).isEmpty();

        engine.modified(new Settings(true, 4));
        assertThat(framework.service()).isPresent();

        engine.modified(new Settings(false, 4));
        assertThat(framework.service()).isEmpty();
    }

    @Test
    void keepsTheServiceWhenItsConfigurationChanges() {
        SignatureEngine engine = engine(new Settings(true, 4));

        engine.modified(new Settings(true, 5));

        assertThat(framework.registrations()).isEqualTo(1);
        assertThat(framework.property(Scanner.MAX_CONCURRENT)).isEqualTo(5);
    }

    @Test
    void readsTheAdministratorsSignaturesAgainWhenItsConfigurationChanges() throws Exception {
        SignatureEngine engine = engine(new Settings(true, 4));
        String before = framework.service().orElseThrow().info().dataVersion();
        writeSignature();

        engine.modified(new Settings(true, 4));

        assertThat(framework.service().orElseThrow().info().dataVersion()).isNotEqualTo(before);
        Request request = new Request(OWN, Deadline.after(Duration.ofMinutes(1)), new Cancellation());
        assertThat(framework.service().orElseThrow().scan(request)).isEqualTo(ScanResult.infected("Own"));
    }

    @Test
    void takesChangedFilesAndTellsThoseWhoUseIt() throws Exception {
        SignatureEngine engine = engine(new Settings(true, 4));
        Object before = framework.property(SignatureEngine.DATA_VERSION);
        writeSignature();

        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (framework.property(SignatureEngine.DATA_VERSION).equals(before) && System.nanoTime() < end) {
            engine.look();
        }

        assertThat(framework.property(SignatureEngine.DATA_VERSION))
                .isNotEqualTo(before)
                .isEqualTo(framework.service().orElseThrow().info().dataVersion());
        assertThat(framework.registrations()).isEqualTo(1);
        Request request = new Request(OWN, Deadline.after(Duration.ofMinutes(1)), new Cancellation());
        assertThat(framework.service().orElseThrow().scan(request)).isEqualTo(ScanResult.infected("Own"));
    }

    @Test
    void offersNothingMoreOnceItIsDeactivated() throws Exception {
        SignatureEngine engine = engine(new Settings(true, 4));
        engine.deactivate();
        writeSignature();

        engine.look();
        engine.look();

        assertThat(framework.service()).isEmpty();
        assertThat(framework.registrations()).isEqualTo(1);
    }

    @Test
    void takesTheEngineBackWhenItIsDeactivatedTwiceToo() {
        SignatureEngine engine = engine(new Settings(true, 4));

        engine.deactivate();
        engine.deactivate();

        assertThat(framework.service()).isEmpty();
    }

    private SignatureEngine engine(SignatureEngine.Config config) {
        SignatureEngine engine = new SignatureEngine(framework.context(), NONE, config);
        engines.add(engine);
        return engine;
    }

    @AfterEach
    void end() {
        engines.forEach(SignatureEngine::deactivate);
    }

    private void writeSignature() throws IOException {
        Path directory = Files.createDirectories(base.resolve("etc/signatures"));
        Files.writeString(directory.resolve("own.ndb"), "Own:0:1:02030405\n");
    }

    @SuppressWarnings("ClassExplicitlyAnnotation")
    private record Settings(boolean enabled, int maxConcurrent) implements SignatureEngine.Config {
        @Override
        public String signatureDirectory() {
            return "etc/signatures";
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return SignatureEngine.Config.class;
        }
    }
}
