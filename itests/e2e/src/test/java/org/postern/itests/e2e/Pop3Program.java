// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;

/** Programs that fetch all mail of an account. Set so that they change as little as they can of what they hand on. */
enum Pop3Program {
    /** Uses RETR. */
    FETCHMAIL {
        @Override
        List<String> command(Mailbox from, Path folder, int deliverTo) throws IOException {
            return fetchmail(from, folder, "keep fetchall");
        }
    },

    /** Uses TOP of as many lines as there can be, so that the server does not take the mail for read. */
    FETCHMAIL_BY_TOP {
        @Override
        List<String> command(Mailbox from, Path folder, int deliverTo) throws IOException {
            return fetchmail(from, folder, "keep no fetchall");
        }
    },

    /** Deletes what it has. */
    FETCHMAIL_EMPTYING {
        @Override
        List<String> command(Mailbox from, Path folder, int deliverTo) throws IOException {
            return fetchmail(from, folder, "nokeep fetchall");
        }
    },

    /** By LMTP: its other ways to deliver fork a process for each message, and now and then it misses the end of one. */
    GETMAIL {
        @Override
        List<String> command(Mailbox from, Path folder, int deliverTo) throws IOException {
            String settings = """
                    [retriever]
                    type = SimplePOP3Retriever
                    server = 127.0.0.1
                    port = %d
                    username = %s
                    password = secret
                    timeout = %d
                    [destination]
                    type = MDA_lmtp
                    host = 127.0.0.1
                    port = %d
                    override = ann@example.org
                    [options]
                    delete = false
                    read_all = true
                    delivered_to = false
                    received = false
                    """.formatted(from.port(), from.account(), from.patienceSeconds(), deliverTo);
            Path directory = Files.createDirectory(sibling(folder, ".getmail"));
            return List.of(
                    "getmail",
                    "--getmaildir",
                    directory.toString(),
                    "--rcfile",
                    written(folder, settings).toString());
        }
    },

    /** Needs a terminal, which {@code script} gives it. */
    MUTT {
        @Override
        List<String> command(Mailbox from, Path folder, int deliverTo) throws IOException {
            for (String part : List.of("cur", "new", "tmp")) {
                Files.createDirectory(folder.resolve(part));
            }
            String settings = """
                    set spoolfile = "%s"
                    set folder = "%s"
                    set mbox_type = Maildir
                    set pop_host = "pop://%s:secret@127.0.0.1:%d"
                    set pop_delete = no
                    set pop_last = no
                    set ssl_starttls = no
                    set ssl_force_tls = no
                    push "<fetch-mail><quit>"
                    """.formatted(folder, folder, from.account(), from.port());
            String mutt = "TERM=xterm mutt -n -F '" + written(folder, settings) + "'";
            return List.of("script", "-q", "-e", "-c", mutt, "/dev/null");
        }
    },

    /** Also writes down what the listings say. */
    POPLIB {
        @Override
        List<String> command(Mailbox from, Path folder, int deliverTo) {
            String script = """
                    import poplib, sys
                    port, account, folder, timeout = sys.argv[1:]
                    poplib._MAXLINE = 1 << 24 # a limit of its own
                    box = poplib.POP3('127.0.0.1', int(port), timeout=int(timeout))
                    box.user(account); box.pass_('secret')
                    count, octets = box.stat()
                    listings = [b'%d %d' % (count, octets)] + box.list()[1] + box.uidl()[1]
                    open(folder + '.listings', 'wb').write(b'\\n'.join(listings))
                    for i in range(1, count + 1):
                        lines = box.retr(i)[1]
                        open('%s/%d' % (folder, i), 'wb').write(b''.join(line + b'\\r\\n' for line in lines))
                    box.quit()
                    """;
            return List.of(
                    "python3",
                    "-c",
                    script,
                    Integer.toString(from.port()),
                    from.account(),
                    folder.toString(),
                    Integer.toString(from.patienceSeconds()));
        }
    },

    /** Logs in by CRAM-MD5. */
    CURL {
        @Override
        List<String> command(Mailbox from, Path folder, int deliverTo) {
            String all = "pop3://127.0.0.1:" + from.port() + "/[1-" + Pop3ClientsIT.MESSAGES + "]";
            return List.of("curl", "-sS", "--user", from.account() + ":secret", "-o", folder + "/#1", all);
        }
    };

    /**
     * Where mail is fetched from; the password is {@code secret}.
     *
     * @param patienceSeconds how long the program waits for an octet, if it can be told
     */
    record Mailbox(int port, String account, int patienceSeconds) {}

    /**
     * @return a command that leaves each message in a file of its own below that folder, or delivers it to an LMTP server
     *     on a port of the loopback interface
     */
    abstract List<String> command(Mailbox from, Path folder, int deliverTo) throws IOException;

    /** Leaves each message in a file of its own below a folder that is made for it. */
    Command fetch(Mailbox from, Path folder) throws Exception {
        Files.createDirectory(folder);
        try (KeepingServer server = new KeepingServer()) {
            Command fetched = Command.run(command(from, folder, server.port()));
            int count = 0;
            for (String message : server.all()) {
                Files.writeString(folder.resolve("delivered-" + ++count), message, ISO_8859_1);
            }
            return fetched;
        }
    }

    /** What the listings said goes beside the folder, if the program writes it down. */
    static Path listings(Path folder) {
        return sibling(folder, ".listings");
    }

    /** By a delivery agent: by SMTP it waits 40 ms for each message, since it has Nagle's algorithm on. */
    private static List<String> fetchmail(Mailbox from, Path folder, String how) throws IOException {
        String settings =
                """
                set invisible
                set no syslog
                set idfile "%s.ids"
                set pidfile "%s.pid"
                poll 127.0.0.1 service %d protocol pop3 timeout %d bad-header accept
                    user "%s" password "secret" is "ann" here
                    %s no rewrite no stripcr sslproto ''
                    mda "exec cat >'%s'/$$"
                """.formatted(folder, folder, from.port(), from.patienceSeconds(), from.account(), how, folder);
        return List.of("fetchmail", "--fetchmailrc", written(folder, settings).toString());
    }

    private static Path written(Path folder, String settings) throws IOException {
        Path file = Files.writeString(sibling(folder, ".rc"), settings);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static Path sibling(Path folder, String ending) {
        return folder.resolveSibling(folder.getFileName() + ending);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
