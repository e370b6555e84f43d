// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A POP3 server with the habits of the field. Its mailboxes, one an account, outlive its sessions. */
final class FakeMailboxes implements AutoCloseable {
    /** What a server concludes from what was fetched. An account's name begins with one of these, in lower case. */
    enum Habit {
        /** Nothing: only DELE takes a message away, at QUIT. */
        PLAIN,
        /** Like Gmail: at QUIT what was fetched goes into the archive, where POP3 shows it no more. */
        ARCHIVES,
        /** RFC 2449 section 6.7, EXPIRE 0: at QUIT what was fetched is deleted. */
        EXPIRES,
        /** RETR marks a message as read at once. */
        MARKS
    }

    private static final int SLICE = 4096;

    private final Map<String, Box> boxes = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
    private final Moment sent = new Moment();
    private final FakeServer server;

    FakeMailboxes() throws IOException {
        server = new FakeServer(talk -> new Session(talk).hold());
    }

    /** One mailbox; messages are named by their UIDs. */
    static final class Box {
        private final Habit habit;
        private final Map<String, String> messages = new LinkedHashMap<>();
        private final Map<String, String> ever = new ConcurrentHashMap<>();
        private final Set<String> marked = ConcurrentHashMap.newKeySet();

        private Box(String account) {
            habit = Arrays.stream(Habit.values())
                    .filter(h -> account.startsWith(h.name().toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElse(Habit.PLAIN);
        }

        synchronized String add(String message) {
            String uid = "u" + (ever.size() + 1);
            messages.put(uid, message);
            ever.put(uid, message);
            return uid;
        }

        synchronized Map<String, String> messages() {
            return new LinkedHashMap<>(messages);
        }

        /** @return a message that is or was there */
        String message(String uid) {
            return ever.get(uid);
        }

        /** @return what is not there any more */
        synchronized Set<String> gone() {
            Set<String> gone = new LinkedHashSet<>(ever.keySet());
            gone.removeAll(messages.keySet());
            return gone;
        }

        Set<String> marked() {
            return marked;
        }

        private synchronized void remove(Collection<String> uids) {
            messages.keySet().removeAll(uids);
        }
    }

    Box box(String account) {
        return boxes.computeIfAbsent(account, Box::new);
    }

    String address() {
        return server.address();
    }

    /** What is sent to clients. */
    Moment sent() {
        return sent;
    }

    /** @return the commands of all sessions since this was asked last, in order; nobody must be connected any more */
    List<String> heard() throws Exception {
        Until.holds("the end of all sessions", java.time.Duration.ofSeconds(10), () -> server.open() == 0);
        List<String> all = new ArrayList<>(heard);
        heard.clear();
        return all;
    }

    /** As by kill -9. */
    void die() throws IOException {
        server.die();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private final class Session {
        private final FakeServer.Talk talk;
        private final Set<String> deleted = new LinkedHashSet<>();
        private final Set<String> fetched = new LinkedHashSet<>();
        private Box box = new Box("");
        private List<String> uids = List.of();

        Session(FakeServer.Talk talk) {
            this.talk = talk;
        }

        void hold() throws IOException {
            talk.say("+OK fake mailboxes");
            boolean goesOn = true;
            while (goesOn) {
                String line = talk.line();
                heard.add(line);
                goesOn = answer(line.split(" "));
            }
        }

        private boolean answer(String[] words) throws IOException {
            switch (words[0]) {
                case "USER" -> {
                    box = box(words[1]);
                    talk.say("+OK");
                }
                case "PASS" -> {
                    uids = List.copyOf(box.messages().keySet());
                    talk.say("+OK " + uids.size() + " messages");
                }
                case "STAT" -> talk.say("+OK " + uids.size() + " 4711");
                case "LIST" -> listing(uid -> Integer.toString(box.message(uid).length()));
                case "UIDL" -> listing(uid -> uid);
                case "RETR" -> retr(uid(words));
                case "TOP" -> content(top(box.message(uid(words)), Long.parseLong(words[2])));
                case "DELE" -> {
                    deleted.add(uid(words));
                    talk.say("+OK");
                }
                case "RSET" -> {
                    deleted.clear();
                    talk.say("+OK");
                }
                case "NOOP" -> talk.say("+OK");
                case "QUIT" -> {
                    update();
                    talk.say("+OK bye");
                    return false;
                }
                default -> talk.say("-ERR");
            }
            return true;
        }

        private String uid(String[] words) {
            return uids.get(Integer.parseInt(words[1]) - 1);
        }

        private void listing(java.util.function.UnaryOperator<String> of) throws IOException {
            StringBuilder listing = new StringBuilder("+OK\r\n");
            for (int i = 0; i < uids.size(); i++) {
                listing.append(i + 1).append(' ').append(of.apply(uids.get(i))).append("\r\n");
            }
            talk.say(listing + ".");
        }

        private void retr(String uid) throws IOException {
            fetched.add(uid);
            if (box.habit == Habit.MARKS) {
                box.marked().add(uid);
            }
            content(box.message(uid));
        }

        /** In slices, so that there are moments between them. */
        private void content(String message) throws IOException {
            byte[] octets = ("+OK " + message.length() + " octets\r\n"
                            + ("\r\n" + message).replace("\r\n.", "\r\n..").substring(2) + ".\r\n")
                    .getBytes(ISO_8859_1);
            for (int from = 0; from < octets.length; from += SLICE) {
                byte[] slice = Arrays.copyOfRange(octets, from, Math.min(octets.length, from + SLICE));
                talk.send(slice);
                sent.passed(slice.length);
            }
        }

        private void update() {
            if (box.habit == Habit.ARCHIVES || box.habit == Habit.EXPIRES) {
                box.remove(fetched);
            }
            box.remove(deleted);
        }
    }

    /** @return the header and so many lines of the body */
    static String top(String message, long lines) {
        int end = message.indexOf("\r\n\r\n") + 4;
        for (long line = 0; line < lines && end < message.length(); line++) {
            end = message.indexOf("\r\n", end) + 2;
        }
        return message.substring(0, end);
    }
}
