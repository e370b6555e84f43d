// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * For the tests of inspectors: {@link org.postern.dialogue.Dialogues} plays dialogues that are written as text, {@link
 * org.postern.dialogue.RecordingGateway} stands for the gateway, {@link org.postern.dialogue.Script} has fuzzers write dialogues.
 */
package org.postern.dialogue;
