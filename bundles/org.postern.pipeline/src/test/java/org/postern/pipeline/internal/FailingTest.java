// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.pipeline.internal.Mail.base64Part;
import static org.postern.pipeline.internal.Mail.multipart;
import static org.postern.pipeline.internal.TextScanner.VIRUS;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.MimeReader;
import org.postern.api.mime.Part;
import org.postern.api.policy.Action;
import org.postern.api.policy.Mode;
import org.postern.api.policy.Refusal;
import org.postern.api.spool.Octets;

/** Whatever goes wrong, the client is told to come again. */
class FailingTest {
    private final Mill mill = new Mill();
    private final MimeReader real = mill.mime;
    private final String message = multipart("b", base64Part("v", VIRUS));

    @Test
    void waitsForAnEngineOnceAndNotOnceForEachPart() {
        mill.scanner.failAfter(0);
        mill.profile.engineWait = Duration.ofMillis(1);

        mill.process(multipart("b", base64Part("a", "one"), base64Part("b", "two")));

        assertThat(mill.scanner.waits)
                .hasSizeGreaterThan(2)
                .startsWith(Duration.ofMillis(1))
                .filteredOn(wait -> !wait.isZero())
                .hasSize(1);
    }

    @Test
    void refusesWhenTheSpoolCannotBeRead() {
        mill.mime = new Reader() {
            @Override
            public MessageStructure read(Octets octets) throws IOException {
                throw new IOException("gone");
            }
        };

        assertThat(mill.process(message).refusal()).isEqualTo(Refusal.INTERNAL);
    }

    @Test
    void refusesWhenTheReaderIsWrong() {
        mill.mime = new Reader() {
            @Override
            public MessageStructure read(Octets octets) {
                throw new IndexOutOfBoundsException("a bug");
            }
        };

        assertThat(mill.process(message).refusal()).isEqualTo(Refusal.INTERNAL);
    }

    @Test
    void refusesWhenMemoryOrTheStackEnds() {
        mill.mime = new Reader() {
            @Override
            public MessageStructure read(Octets octets) {
                throw new StackOverflowError();
            }
        };
        assertThat(mill.process(message).refusal()).isEqualTo(Refusal.INTERNAL);

        mill.mime = new Reader() {
            @Override
            public InputStream decode(Part part) {
                throw new OutOfMemoryError("of the test");
            }
        };
        assertThat(mill.process(message).refusal()).isEqualTo(Refusal.INTERNAL);
    }

    @Test
    void refusesWhenContainersCannotBeOpened() {
        mill.containers = (content, unpacking, deadline, visitor) -> {
            throw new UncheckedIOException(new IOException("gone"));
        };

        assertThat(mill.process(message).refusal()).isEqualTo(Refusal.INTERNAL);
    }

    @Test
    void refusesWhenDecodedBodiesCannotBeRemoved() {
        mill.mime = new Reader() {
            @Override
            public MessageStructure read(Octets octets) throws IOException {
                MessageStructure read = super.read(octets);
                Closeable failing = () -> {
                    read.close();
                    throw new IOException("cannot be removed");
                };
                return new MessageStructure(read.readings(), read.ambiguities(), read.unscannable(), List.of(failing));
            }
        };

        assertThat(mill.process(message).refusal()).isEqualTo(Refusal.INTERNAL);
    }

    @Test
    void saysThatThereIsNoSpaceWhenADecodedPartFillsTheDisk() {
        mill.spool.fill();

        assertThat(mill.process(message).refusal()).isEqualTo(Refusal.NO_SPACE);
    }

    /** A prefix of it must not be scanned instead. */
    @Test
    void refusesWhenAPartDecodesToMoreThanItsOctets() {
        mill.mime = new Reader() {
            @Override
            public InputStream decode(Part part) {
                return new ByteArrayInputStream(("x".repeat(10_000) + VIRUS).getBytes(US_ASCII));
            }
        };

        assertThat(mill.process(message).refusal()).isEqualTo(Refusal.INTERNAL);
    }

    /** Whatever goes wrong: such a profile changes nothing. */
    @Test
    void passesAllOfThatWhereTheProfileObserves() {
        mill.profile.mode = Mode.OBSERVE;
        for (Error thrown :
                List.of(new AssertionError("a bug"), new StackOverflowError(), new OutOfMemoryError("of the test"))) {
            mill.mime = new Reader() {
                @Override
                public MessageStructure read(Octets octets) {
                    throw thrown;
                }
            };
            passesAsItIs(thrown.toString());
        }
        mill.mime = real;
        mill.spool.fill();
        passesAsItIs("full");
    }

    private void passesAsItIs(String why) {
        Mill.Result result = mill.process(message);

        assertThat(result.text()).isEqualTo(message);
        assertThat(result.processing().action()).isEqualTo(Action.PASSED_UNSCANNED);
        assertThat(result.processing().findings())
                .singleElement()
                .extracting(finding -> finding.result().toString())
                .asString()
                .startsWith("FAILED")
                .contains(why);
    }

    private class Reader implements MimeReader {
        @Override
        public MessageStructure read(Octets octets) throws IOException {
            return real.read(octets);
        }

        @Override
        public InputStream decode(Part part) throws IOException {
            return real.decode(part);
        }
    }
}
