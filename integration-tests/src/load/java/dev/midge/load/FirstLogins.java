package dev.midge.load;

import dev.midge.load.Contenders.Contender;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The first login of a kind, for which a server may have to load and prepare much: whether others have to wait for it. */
final class FirstLogins {

    private static final int SERVERS = 5;
    private static final int COST = 4;
    private static final Duration BEFORE = Duration.ofSeconds(1);
    private static final Duration AFTER = Duration.ofMillis(300);
    /** For a client that is connected; once in the life of a server. */
    private static final double MOST_MILLIS = 50;

    private final Contenders contenders;
    private final Report report;

    FirstLogins(Contenders contenders, Report report) {
        this.contenders = contenders;
        this.report = report;
    }

    void run() throws IOException {
        report.subheading("The first login of a kind");
        report.say(
                "To a server that has just started, a second after a client has connected that sends itself a message"
                        + " every few milliseconds: how long the login takes, and the longest that one of these messages was on"
                        + " its way in that second and then. Milliseconds, medians of " + SERVERS + " servers.");
        Table table = new Table("login with, server", "ms", "longest message before", "during");
        for (Contender contender : contenders.all()) {
            measure(contender, "a plain password", Credentials.plain("ann", "secret"), table);
            measure(contender, "an NKey", Credentials.nkey(), table);
            measure(
                    contender,
                    "bcrypt of cost " + COST,
                    Credentials.hashed("ann", "secret", COST, new Random(4)),
                    table);
        }
        report.table(table);
        report.bounds();
    }

    private void measure(Contender contender, String kind, Credentials who, Table table) throws IOException {
        report.progress("first login with " + kind + ": " + contender.name());
        List<Double> login = new ArrayList<>();
        List<Double> before = new ArrayList<>();
        List<Double> during = new ArrayList<>();
        String config = Credentials.users(List.of(who, Credentials.plain("probe", "probe")));
        for (int i = 0; i < SERVERS; i++) {
            try (ServerProcess server = ServerProcess.start(contender, config);
                    Probe probe = Probe.start(server.port())) {
                Wait.pass(BEFORE);
                before.add(probe.take().percentileMicros(1) / 1_000);
                login.add(Visitor.login(server.port(), "127.0.0.1", who) / 1e6);
                Wait.pass(AFTER);
                during.add(probe.take().percentileMicros(1) / 1_000);
            }
        }
        table.row(
                kind + ", " + contender.name(),
                Figure.of(Figure.median(login)),
                Figure.of(Figure.median(before)),
                Figure.of(Figure.median(during)));
        if (contender.equals(contenders.ours())) {
            report.atMost(
                    "a message while somebody logs in first with " + kind, Figure.median(during), MOST_MILLIS, "ms");
        }
    }
}
