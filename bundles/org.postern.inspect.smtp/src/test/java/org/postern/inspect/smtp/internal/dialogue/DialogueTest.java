// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.postern.dialogue.Dialogues;
import org.postern.dialogue.Stage;

/** Plays each dialogue in one piece, octet by octet, and cut in two at every place. */
class DialogueTest {
    @TestFactory
    Stream<DynamicNode> dialogues() {
        return Dialogues.tests(new Stage(RecordingSmtpGateway::new, Sessions::open));
    }
}
