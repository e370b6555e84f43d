// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.postern.api.config.ConfigurationDoor;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.ScanRequest;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.ScanService;
import org.postern.api.scan.Scanner;
import org.postern.api.session.GatewayState;

/** The bundles of the distribution find each other, and what is swapped while they run is used. */
@ExtendWith(InsideFelix.class)
@ExamReactorStrategy(PerClass.class)
public class WiringIT {
    private static final String PROFILE = "org.postern.profile~default.cfg";

    @Configuration
    public Option[] configuration() throws IOException {
        return new Option[] {
            Distribution.with(
                    PROFILE,
                    "engineWaitSeconds = 5\n",
                    "org.postern.listener~smtp.cfg",
                    "protocol = smtp\naddress = 127.0.0.1\nport = 0\nupstream = 127.0.0.1:9\n",
                    "org.postern.rule~test.cfg",
                    "listeners = smtp\n")
        };
    }

    private static BundleContext context() {
        return Inside.context();
    }

    @Test
    public void startsEveryBundleAndSatisfiesEveryComponent() throws Exception {
        Inside.listening();

        assertThat(context().getBundles())
                .filteredOn(bundle -> bundle.getHeaders().get("Fragment-Host") == null)
                .allSatisfy(bundle -> assertThat(bundle.getState())
                        .as(bundle.getSymbolicName())
                        .isEqualTo(Bundle.ACTIVE));
        ServiceComponentRuntime components = Inside.service(ServiceComponentRuntime.class);
        List<ComponentConfigurationDTO> ours = Arrays.stream(context().getBundles())
                .filter(bundle -> String.valueOf(bundle.getSymbolicName()).startsWith("org.postern."))
                .flatMap(bundle -> components.getComponentDescriptionDTOs(bundle).stream())
                .flatMap(component -> components.getComponentConfigurationDTOs(component).stream())
                .toList();
        assertThat(ours)
                .hasSizeGreaterThan(10)
                .allSatisfy(component -> assertThat(component.state)
                        .as(component.description.name)
                        .isIn(ComponentConfigurationDTO.ACTIVE, ComponentConfigurationDTO.SATISFIED));
    }

    @Test
    public void usesAScannerForTheNextMessageOnceItIsRegisteredAndNoMoreOnceItIsGone() throws Exception {
        GatewayState gateway = Inside.listening();
        ScanService scanners = Inside.service(ScanService.class);
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Scanner.NAME, "apple");
        try (TakingServer server = new TakingServer()) {
            Inside.forward("smtp", server.port());
            ServiceRegistration<Scanner> registration =
                    context().registerService(Scanner.class, new AppleScanner(), properties);
            Inside.await("the engine", () -> Inside.usable(scanners, "apple"));

            send(Inside.portOf(gateway, "smtp"), "forbidden fruit");
            assertThat(server.next()).doesNotContain("forbidden fruit").contains("postern-notice");

            registration.unregister();
            Inside.await("its end", () -> !Inside.usable(scanners, "apple"));
            send(Inside.portOf(gateway, "smtp"), "forbidden fruit");
            assertThat(server.next()).contains("forbidden fruit");
        }
    }

    @Test
    public void keepsWhatIsInForceWhenAFileIsBad() throws Exception {
        GatewayState gateway = Inside.listening();
        ConfigurationDoor door = Inside.service(ConfigurationDoor.class);
        long before = gateway.generation();
        Path file = Inside.etc().resolve(PROFILE);

        Files.writeString(file, "engineWaitSeconds = many\n");
        door.reload();

        assertThat(door.problems()).anySatisfy(problem -> {
            assertThat(problem.file()).isEqualTo(PROFILE);
            assertThat(problem.key()).isEqualTo("engineWaitSeconds");
            assertThat(problem.value()).isEqualTo("many");
        });
        assertThat(door.inForce().of("org.postern.profile"))
                .anySatisfy(entry -> assertThat(entry.properties()).containsEntry("engineWaitSeconds", 5));
        assertThat(gateway.listeners()).allMatch(GatewayState.ListenerState::isListening);

        Files.writeString(file, "engineWaitSeconds = 6\n");
        door.reload();
        Inside.await("the next generation", () -> gateway.generation() > before);
        assertThat(door.problems()).isEmpty();
    }

    private static void send(int port, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            assertThat(in.readLine()).startsWith("220");
            for (String[] step : new String[][] {
                {"HELO me", "250"},
                {"MAIL FROM:<a@example.net>", "250"},
                {"RCPT TO:<b@example.org>", "250"},
                {"DATA", "354"},
                {"Subject: test\r\n\r\n" + text + "\r\n.", "250"},
                {"QUIT", "221"}
            }) {
                socket.getOutputStream().write((step[0] + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                assertThat(in.readLine()).as(step[0]).startsWith(step[1]);
            }
        }
    }

    /** Dislikes apples, and the file that every engine must know. */
    private static final class AppleScanner implements Scanner {
        @Override
        public ScanResult scan(ScanRequest request) throws IOException {
            try (var in = request.open()) {
                String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                return text.contains("forbidden fruit") || text.contains("EICAR")
                        ? ScanResult.infected("Apple")
                        : ScanResult.clean();
            }
        }

        @Override
        public EngineInfo info() {
            return new EngineInfo("Apple scanner", "1", Optional.empty(), "");
        }
    }
}
