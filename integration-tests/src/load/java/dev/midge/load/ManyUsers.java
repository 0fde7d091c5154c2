package dev.midge.load;

import dev.midge.load.Contenders.Contender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Ten thousand users in the configuration, beside ten: time to start, memory, and what a login costs. */
final class ManyUsers {

    private static final int FEW = 9;
    private static final int MANY = 9_999;
    private static final int STARTS = 5;
    private static final int LOGINS = 2_048;
    /** As many as are sure to be different users among many. */
    private static final int HASHED_LOGINS = 512;

    private static final int COST = 4;
    private static final double MOST_START_MILLIS = 1_000;
    private static final double MOST_LOGIN = 1.5;

    private final Contenders contenders;
    private final Report report;
    private final LoginBatches batches = new LoginBatches();

    /** A third of each kind, in this order. */
    private final List<List<Credentials>> kinds = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

    ManyUsers(Contenders contenders, Report report) {
        this.contenders = contenders;
        this.report = report;
        Random random = new Random(3);
        for (int i = 0; i < MANY / 3; i++) {
            kinds.get(0).add(Credentials.plain("plain" + i, "secret" + i));
            kinds.get(1).add(Credentials.hashed("hashed" + i, "secret" + i, COST, random));
            kinds.get(2).add(Credentials.nkey());
        }
    }

    void run() throws IOException {
        report.subheading("Ten thousand users");
        report.say("A third each with a plain password, a bcrypt hash of cost " + COST
                + " and an NKey. Milliseconds from starting the process until it listens (median of " + STARTS
                + "), resident memory in MiB then, and processor time of a login in microseconds, of another user each"
                + " time; with " + FEW + " users each has logged in before, so that Midge remembers their passwords.");
        Table table = new Table("server, users", "ms to start", "RSS", "plain password", "bcrypt", "NKey");
        for (Contender contender : contenders.all()) {
            double[] few = measure(contender, FEW, table);
            double[] many = measure(contender, MANY, table);
            if (contender.equals(contenders.ours())) {
                report.atMost("later start with many users", many[0] - few[0], MOST_START_MILLIS, "ms");
                report.atMost("login with a password, many users", many[1] / few[1], MOST_LOGIN, "times that with few");
                report.atMost("login with an NKey, many users", many[3] / few[3], MOST_LOGIN, "times that with few");
            }
        }
        report.table(table);
        report.bounds();
    }

    /** Milliseconds to start, and microseconds of a login of each kind. */
    private double[] measure(Contender contender, int users, Table table) throws IOException {
        report.progress(users + " users: " + contender.name());
        List<Credentials> all = new ArrayList<>();
        kinds.forEach(kind -> all.addAll(kind.subList(0, users / 3)));
        String config = Credentials.users(all);
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            long start = System.nanoTime();
            ServerProcess started = ServerProcess.start(contender, config);
            millis.add((System.nanoTime() - start) / 1e6);
            started.close();
        }
        try (ServerProcess server = ServerProcess.start(contender, config)) {
            double rss = Figure.mebibytes(server.rssBytes());
            double[] figures = {
                Figure.median(millis),
                login(server, kinds.get(0).subList(0, users / 3), LOGINS),
                login(server, kinds.get(1).subList(0, users / 3), HASHED_LOGINS),
                login(server, kinds.get(2).subList(0, users / 3), LOGINS)
            };
            table.row(
                    contender.name() + ", " + Figure.count(users),
                    Figure.of(figures[0]),
                    Figure.of(rss),
                    Figure.of(figures[1]),
                    Figure.of(figures[2]),
                    Figure.of(figures[3]));
            return figures;
        }
    }

    private double login(ServerProcess server, List<Credentials> users, int logins) throws IOException {
        double unused = batches.microsEach(server, users, logins);
        return batches.microsEach(server, users, logins);
    }
}
