package dev.midge.load;

import dev.midge.load.Contenders.Contender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What one login costs, for each way to log in. */
final class LoginCosts {

    private static final int ROUNDS = 5;
    private static final int LOGINS = 2_560;

    /** After so many C2 has compiled what one of these needs. */
    private static final int COMPILING = 30_720;

    private static final int CHEAP_LOGINS = 192;
    private static final int DEAR_LOGINS = 16;
    private static final int CHEAP_COST = 4;
    private static final int DEAR_COST = 11;
    private static final double MOST = 0.8;

    private final Contenders contenders;
    private final Report report;
    private final Random random = new Random(2);
    private final LoginBatches batches = new LoginBatches();

    LoginCosts(Contenders contenders, Report report) {
        this.contenders = contenders;
        this.report = report;
    }

    /**
     * One way to log in.
     *
     * @param users who is configured; the first ones log in to warm the server up
     * @param warmUp logins before anything is measured
     * @param logins in one round, each time of users that were not here before unless there is only one
     * @param bounded whether it is measured when all is compiled, and must not cost more than {@link #MOST} of the other server's
     */
    private record Way(String name, List<Credentials> users, int warmUp, int logins, boolean bounded) {

        String config() {
            return users.get(0).entry().isEmpty() ? "" : Credentials.users(users);
        }

        List<Credentials> ofRound(int round) {
            int from = warmUp + round * logins;
            return users.size() == 1 ? users : users.subList(from, from + logins);
        }

        List<Credentials> toWarmUp() {
            return users.size() == 1 ? users : users.subList(0, warmUp);
        }
    }

    void run() throws IOException {
        report.subheading("What a login costs");
        report.say("From accepting to closing, 32 at once, processor time of the server in microseconds; medians of "
                + ROUNDS
                + " rounds, both servers in turn. The first login with a password is one of a user who has not been here;"
                + " bcrypt itself is nearly all of it. Afterwards Midge remembers for five minutes that this password was"
                + " right. Midge's first " + LOGINS
                + " logins with nothing, with a plain password and with an NKey are the"
                + " column at first, and " + COMPILING + " more follow before these are measured.");
        Table table = new Table("login with", "us CPU at first", "us CPU", "nats-server", "ratio");
        for (Way way : ways()) {
            report.progress("logins with " + way.name());
            measure(way, table);
        }
        report.table(table);
        report.bounds();
    }

    private List<Way> ways() {
        return List.of(
                repeated("nothing", Credentials.nobody(), LOGINS, true),
                repeated("a plain password", Credentials.plain("ann", "secret"), LOGINS, true),
                first(CHEAP_COST, CHEAP_LOGINS, CHEAP_LOGINS),
                repeated("bcrypt of cost 4, again", hashed(CHEAP_COST, 0), LOGINS, false),
                first(DEAR_COST, 4, DEAR_LOGINS),
                repeated("bcrypt of cost 11, again", hashed(DEAR_COST, 0), 4 * DEAR_LOGINS, false),
                repeated("an NKey", Credentials.nkey(), LOGINS, true));
    }

    private static Way repeated(String name, Credentials user, int logins, boolean bounded) {
        return new Way(name, List.of(user), logins, logins, bounded);
    }

    private Way first(int cost, int warmUp, int logins) {
        List<Credentials> users = IntStream.range(0, warmUp + ROUNDS * logins)
                .mapToObj(i -> hashed(cost, i))
                .toList();
        return new Way("bcrypt of cost " + cost + ", first", users, warmUp, logins, false);
    }

    private Credentials hashed(int cost, int number) {
        return Credentials.hashed("user" + number, "secret", cost, random);
    }

    private void measure(Way way, Table table) throws IOException {
        List<ServerProcess> servers = new ArrayList<>();
        try {
            for (Contender contender : contenders.all()) {
                servers.add(ServerProcess.start(contender, way.config()));
            }
            double atFirst = warmUp(way, servers);
            List<List<Double>> micros = List.of(new ArrayList<>(), new ArrayList<>());
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < servers.size(); i++) {
                    micros.get(i).add(batches.microsEach(servers.get(i), way.ofRound(round), way.logins()));
                }
            }
            row(way, atFirst, micros.get(0), micros.get(1), table);
        } finally {
            for (ServerProcess server : servers) {
                server.close();
            }
        }
    }

    /** Returns what the first logins have cost the first server. */
    private double warmUp(Way way, List<ServerProcess> servers) throws IOException {
        List<Double> atFirst = new ArrayList<>();
        for (ServerProcess server : servers) {
            atFirst.add(batches.microsEach(server, way.toWarmUp(), way.warmUp()));
            if (way.bounded()) {
                double unused = batches.microsEach(server, way.toWarmUp(), COMPILING);
            }
        }
        return way.bounded() ? atFirst.get(0) : Double.NaN;
    }

    private void row(Way way, double atFirst, List<Double> ours, List<Double> theirs, Table table) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < theirs.size(); i++) {
            ratios.add(ours.get(i) / theirs.get(i));
        }
        double ratio = Figure.median(ratios);
        table.row(
                way.name(),
                Figure.of(atFirst),
                Figure.of(Figure.median(ours)),
                Figure.of(Figure.median(theirs)),
                Figure.of(ratio));
        if (way.bounded() && !ratios.isEmpty()) {
            report.atMost("login with " + way.name() + ", beside nats-server", ratio, MOST, "times");
        }
    }
}
