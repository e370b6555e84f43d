// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.mime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One way to read a message.
 *
 * @param root the message itself
 */
public record Reading(Part root) {
    /** @return every part, a parent before its children */
    public List<Part> parts() {
        List<Part> found = new ArrayList<>();
        Deque<Part> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            Part part = open.pop();
            found.add(part);
            for (int i = part.children().size() - 1; i >= 0; i--) {
                open.push(part.children().get(i));
            }
        }
        return found;
    }

    /** @return the parts that hold no others, in order */
    public List<Part> leaves() {
        return parts().stream().filter(Part::isLeaf).toList();
    }
}
