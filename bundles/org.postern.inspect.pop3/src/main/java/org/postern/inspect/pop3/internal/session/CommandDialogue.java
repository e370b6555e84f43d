// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.session;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.postern.inspect.line.Line;
import org.postern.inspect.line.LineReader;
import org.postern.inspect.pop3.internal.state.Capabilities;
import org.postern.inspect.pop3.internal.state.OwnAnswers;
import org.postern.inspect.pop3.internal.wire.Command;
import org.postern.inspect.pop3.internal.wire.StatusLine;
import org.postern.inspect.pop3.internal.wire.Verb;

/**
 * Everything between the messages. Commands are taken one by one, each when the one before is answered, however the client
 * sends them: so answers cannot come in another order (T10), and the server need not offer PIPELINING.
 */
final class CommandDialogue {
    private final Pop3Session session;
    private final ClientLeg client;
    private final ServerLeg server;
    private final MessageTransfer transfer;
    private final StartTls tls;
    private final LineReader lines;
    private final Login login;
    private final Errors errors;

    CommandDialogue(Pop3Session session, MessageTransfer transfer, StartTls tls) {
        this.session = session;
        this.client = session.client();
        this.server = session.server();
        this.transfer = transfer;
        this.tls = tls;
        this.errors = new Errors(session);
        this.login = new Login(session, tls, errors);
        this.lines = new LineReader(
                session.limits().commandOctets(), session.limits().authOctets());
    }

    /** @return whether anything was done, so that there may be more to do */
    boolean turn() {
        if (!server.isQuiet()) {
            return false;
        }
        if (session.isDraining()) {
            session.end("shut down"); // without a word: none is due, and the server gets no QUIT
            return false;
        }
        if (tls.isUnderWay()) {
            if (client.isInputEnded()) {
                session.end("the client closed");
            }
            return false;
        }
        Optional<Line> line = lines.read(client.input(), login.isExchanging());
        if (line.isPresent()) {
            took(line.get());
        } else if (client.isInputEnded()) {
            session.end("the client closed");
        }
        return line.isPresent();
    }

    private void took(Line line) {
        switch (line.flaw()) {
            case NONE -> {
                if (login.isExchanging()) {
                    login.response(line);
                } else {
                    handle(Command.of(line));
                }
            }
            case TOO_LONG -> {
                if (login.isExchanging()) {
                    last(OwnAnswers.LINE_TOO_LONG, "a line of an AUTH exchange was too long");
                } else {
                    errors.wrong(OwnAnswers.LINE_TOO_LONG);
                }
            }
            case BARE_NEWLINE, NUL -> last(OwnAnswers.BAD_OCTETS, "a command line held a bare CR or LF, or a NUL");
        }
    }

    private void handle(Command command) {
        switch (command.verb()) {
            case USER -> login.user(command);
            case PASS -> login.pass(command);
            case APOP -> login.apop(command);
            case AUTH -> login.auth(command);
            case CAPA -> bare(command, this::capa);
            case STAT, NOOP, RSET, UTF8 -> bare(command, () -> pass(Command.octets(command.verb())));
            case LIST -> list(command);
            case UIDL -> uidl(command);
            case RETR -> numbers(command, 1, of -> transfer.retr(of[0]));
            case TOP -> numbers(command, 2, of -> transfer.top(of[0], of[1]));
            case DELE -> numbers(command, 1, of -> dele(of[0]));
            case LANG -> lang(command);
            case QUIT -> bare(command, this::quit);
            case STLS -> stls(command);
            case UNKNOWN -> errors.wrong(OwnAnswers.UNKNOWN_COMMAND); // T11: nobody can know where its answer ends
        }
    }

    private void bare(Command command, Runnable then) {
        if (command.words().isEmpty()) {
            then.run();
        } else {
            errors.wrong(OwnAnswers.BAD_ARGUMENT);
        }
    }

    /** The first number is a message's, and these begin with 1 (RFC 1939 section 5). */
    private void numbers(Command command, int count, Consumer<long[]> then) {
        long[] numbers = new long[count];
        boolean good = command.words().size() == count;
        for (int i = 0; i < count && good; i++) {
            OptionalLong number = command.number(i);
            good = number.isPresent() && (i > 0 || number.getAsLong() > 0);
            numbers[i] = number.orElse(0);
        }
        if (good) {
            then.accept(numbers);
        } else {
            errors.wrong(OwnAnswers.BAD_ARGUMENT);
        }
    }

    private void pass(byte[] line) {
        server.ask(line, new Answer.Line(client::send));
    }

    private void listing(byte[] line, Function<String, Optional<String>> shown, Runnable end) {
        server.ask(line, new Answer.Listing(client::send, shown, end));
    }

    private void stls(Command command) {
        if (tls.isOffered()) {
            bare(command, tls::ask);
        } else {
            errors.wrong(OwnAnswers.NOT_OFFERED); // T07
        }
    }

    private void capa() {
        Capabilities capabilities = new Capabilities(tls.isOffered(), tls.endsHere());
        listing(Command.octets(Verb.CAPA), capabilities::pass, () -> {
            if (capabilities.haveTls()) {
                login.tlsOffered();
            }
            if (capabilities.demandTls()) {
                login.tlsDemanded();
            }
        });
    }

    private void list(Command command) {
        if (command.words().isEmpty()) {
            listing(Command.octets(Verb.LIST), this::noteSize, () -> {});
            return;
        }
        numbers(
                command,
                1,
                of -> server.ask(Command.octets(Verb.LIST, of[0]), new Answer.Line(status -> {
                    if (status.isOk()) {
                        session.sizes().add(status.text().substring("+OK".length()));
                    }
                    client.send(status);
                })));
    }

    private Optional<String> noteSize(String scanListing) {
        session.sizes().add(scanListing);
        return Optional.of(scanListing);
    }

    private void uidl(Command command) {
        if (command.words().isEmpty()) {
            listing(Command.octets(Verb.UIDL), Optional::of, () -> {});
        } else {
            numbers(command, 1, of -> pass(Command.octets(Verb.UIDL, of[0])));
        }
    }

    private void dele(long number) {
        if (session.withheld().contains(number)) {
            client.send(OwnAnswers.NOT_DELETED); // T22
        } else {
            pass(Command.octets(Verb.DELE, number));
        }
    }

    /** RFC 6856 section 3. */
    private void lang(Command command) {
        List<String> words = command.words();
        if (words.isEmpty()) {
            listing(Command.octets(Verb.LANG), Optional::of, () -> {});
        } else if (words.size() == 1) {
            pass(Command.octets(Verb.LANG, words.get(0)));
        } else {
            errors.wrong(OwnAnswers.BAD_ARGUMENT);
        }
    }

    private void quit() {
        if (session.withheld().isEmpty()) {
            server.ask(Command.octets(Verb.QUIT), new Answer.Line(status -> {
                client.send(status);
                session.end("QUIT");
            }));
        } else {
            last(OwnAnswers.BYE, "QUIT, of which the server is not told"); // T22
        }
    }

    private void last(StatusLine answer, String reason) {
        client.send(answer);
        session.end(reason);
    }
}
