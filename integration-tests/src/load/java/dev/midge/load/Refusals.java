package dev.midge.load;

import dev.midge.load.Contenders.Contender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Whether the time to a refusal tells which users there are. */
final class Refusals {

    private static final int EACH = 1_000;
    private static final int EACH_DEAR = 150;
    private static final int WARM_UP = 300;
    private static final int CHEAP_COST = 4;
    private static final int MIDDLE_COST = 7;
    private static final int DEAR_COST = 11;

    /** The slowest of both kinds together are left out: they say what else the machine did. */
    private static final double KEPT = 0.9;

    /** The usual bound of leakage tests: by chance it is passed once in a hundred thousand times. */
    private static final double MOST_T = 4.5;

    private final Contenders contenders;
    private final Report report;
    private final Random random = new Random();

    Refusals(Contenders contenders, Report report) {
        this.contenders = contenders;
        this.report = report;
    }

    void run() throws IOException {
        report.subheading("Who exists, by the time to a refusal");
        report.say(
                "From CONNECT to the refusal, an unknown user and a known one with a wrong password in random order, "
                        + Figure.count(EACH) + " of each (" + EACH_DEAR + " with cost " + DEAR_COST
                        + ", where each takes a tenth of a second; what differs shows best where refusals are quick)."
                        + " Without the slowest tenth. t is Welch's: the difference of the means in standard errors. Its bound is "
                        + MOST_T
                        + ", as usual in leakage tests, since 3 is passed by chance once in 370 times and there are"
                        + " several. Two names for nobody show what chance does here, and an unknown NKey against a wrong"
                        + " signature shows that a difference would be seen: that one is not hidden, as public keys are no secret."
                        + " Means in microseconds.");
        Table table = new Table("a wrong password for", "server", "unknown", "known", "t");
        Credentials key = Credentials.nkey();
        for (Contender contender : contenders.all()) {
            List<Credentials> plain = List.of(Credentials.plain("ann", "secret"), Credentials.plain("bob", "secret"));
            compare(contender, "nobody, twice", plain, password("zoe"), EACH, table);
            compare(contender, "a plain password", plain, password("ann"), EACH, table);
            compare(contender, "a hash", List.of(hashed("ann", CHEAP_COST)), password("ann"), EACH, table);
            List<Credentials> mixed =
                    List.of(hashed("ann", CHEAP_COST), hashed("dear", MIDDLE_COST), Credentials.plain("bob", "secret"));
            compare(contender, "a hash, others are dearer", mixed, password("ann"), EACH, table);
            compare(contender, "a hash, others are cheaper", mixed, password("dear"), EACH, table);
            compare(contender, "a plain password, others are hashed", mixed, password("bob"), EACH, table);
            compare(
                    contender,
                    "a hash of cost " + DEAR_COST,
                    List.of(hashed("ann", DEAR_COST)),
                    password("ann"),
                    EACH_DEAR,
                    table);
            compareSignatures(contender, key, table);
        }
        report.table(table);
        report.bounds();
    }

    private Credentials hashed(String name, int cost) {
        return Credentials.hashed(name, "secret", cost, random);
    }

    private static Credentials password(String name) {
        return Credentials.nobody().proving(nonce -> Credentials.members(name, "guess"));
    }

    private void compareSignatures(Contender contender, Credentials key, Table table) throws IOException {
        Credentials unknown = Credentials.nkey();
        Credentials wrong = key.proving(nonce -> key.proof().members("another nonce"));
        try (ServerProcess server = ServerProcess.start(contender, Credentials.users(List.of(key)))) {
            row(contender, "an NKey (a wrong signature)", measure(server, unknown, wrong, EACH), table);
        }
    }

    private void compare(
            Contender contender, String what, List<Credentials> users, Credentials known, int each, Table table)
            throws IOException {
        report.progress("refusals, " + what + ": " + contender.name());
        try (ServerProcess server = ServerProcess.start(contender, Credentials.users(users))) {
            double t = row(contender, what, measure(server, password("eve"), known, each), table);
            if (contender.equals(contenders.ours())) {
                report.atMost("difference for " + what, Math.abs(t), MOST_T, "standard errors");
            }
        }
    }

    private static double row(Contender contender, String what, double[][] micros, Table table) {
        double t = Welch.t(micros[0], micros[1]);
        table.row(
                what,
                contender.name(),
                Figure.of(Welch.mean(micros[0])),
                Figure.of(Welch.mean(micros[1])),
                Figure.of(t));
        return t;
    }

    /** Microseconds to the refusal of one and of the other, without the slowest of both. */
    private double[][] measure(ServerProcess server, Credentials one, Credentials other, int each) throws IOException {
        for (int i = 0; i < Math.min(WARM_UP, each); i++) {
            refusalMicros(server, i % 2 == 0 ? one : other);
        }
        List<Boolean> order = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            order.add(true);
            order.add(false);
        }
        Collections.shuffle(order, random);
        double[] micros = new double[order.size()];
        for (int i = 0; i < micros.length; i++) {
            micros[i] = refusalMicros(server, order.get(i) ? one : other);
        }
        double[] sorted = micros.clone();
        Arrays.sort(sorted);
        double most = sorted[(int) (KEPT * sorted.length)];
        return new double[][] {kept(micros, order, true, most), kept(micros, order, false, most)};
    }

    private static double[] kept(double[] micros, List<Boolean> order, boolean which, double most) {
        double[] kept = new double[micros.length];
        int count = 0;
        for (int i = 0; i < micros.length; i++) {
            if (order.get(i) == which && micros[i] <= most) {
                kept[count++] = micros[i];
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private static double refusalMicros(ServerProcess server, Credentials who) throws IOException {
        try (Visitor visitor = Visitor.connect(server.port(), "127.0.0.1")) {
            String nonce = visitor.readInfo();
            byte[] hello = Connection.bytes(who.hello(nonce));
            long start = System.nanoTime();
            visitor.send(hello);
            String answer = visitor.answer();
            double micros = (System.nanoTime() - start) / 1e3;
            if (!answer.equals("-ERR 'Authorization Violation'")) {
                throw new IOException("not refused but: " + answer);
            }
            return micros;
        }
    }
}
