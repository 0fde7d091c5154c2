package dev.midge.load;

import dev.midge.auth.nkey.KeyPair;
import dev.midge.auth.nkey.KeyType;
import dev.midge.load.Contenders.Contender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Floods of wrong passwords and of wrong signatures: who else notices. */
final class Floods {

    private static final int COST = 11;
    private static final int PASSWORDS_PER_SECOND = 200;
    private static final int SIGNATURES_PER_SECOND = 500;
    private static final int LEAST_ROUNDS = 3;
    private static final int MOST_ROUNDS = 5;
    /** The other server is at work on what one round has left for minutes. */
    private static final int ROUNDS_OF_OTHERS = 1;

    private static final double MOST_NKEY_MILLIS = 50;
    private static final double MOST_BCRYPT_MILLIS = 2_000;
    private static final double MOST_LATER = 1.2;
    /** Rounds without a flood that are farther apart than this say that the machine is not ours alone. */
    private static final double MOST_NOISE = 1.5;

    private static final String MANY_NETWORKS = "passwords, 249 networks";
    private static final int HONEST_USERS = 130;

    private final Contenders contenders;
    private final Report report;
    private final Credentials nkey = Credentials.nkey();
    private final Credentials victim;
    private final List<Credentials> honest;
    private final String config;

    Floods(Contenders contenders, Report report) {
        this.contenders = contenders;
        this.report = report;
        Random random = new Random(1);
        this.victim = Credentials.hashed("victim", "secret", COST, random);
        this.honest = IntStream.range(0, HONEST_USERS)
                .mapToObj(i -> Credentials.hashed("honest" + i, "secret", COST, random))
                .toList();
        List<Credentials> all = new ArrayList<>(honest);
        all.addAll(List.of(nkey, victim, Credentials.plain("probe", "probe")));
        this.config = Credentials.users(all);
    }

    void run() throws IOException {
        report.subheading("Floods of wrong credentials");
        report.say(
                "Connections at a steady rate from one address, from 249 of one network or from 249 in as many networks, all with a wrong password for a bcrypt hash of"
                        + " cost " + COST + " (" + PASSWORDS_PER_SECOND
                        + " a second, more than all processors can check) or with"
                        + " the signature of another key (" + SIGNATURES_PER_SECOND
                        + " a second). Meanwhile a client that has been"
                        + " connected before sends itself a message every few milliseconds, somebody logs in with an NKey"
                        + " from 127.0.0.1, and users who have not logged in before do so with passwords from another address"
                        + " (in the network of none of the others). All of them run on the server's machine, and share its"
                        + " processors. What that alone does is told by comparing with phases in which the same logins go on,"
                        + " but the attackers are at a listener that closes at once (nobody), and at another Midge beside this"
                        + " one (neighbour). Idle: none of them. Milliseconds; medians over rounds, one after"
                        + " the other, or of all logins; a round has seven seconds of flood. Before the rounds Midge is attacked"
                        + " for 25 seconds, in which the JVM compiles what a refusal needs: the first five are the column at first.");
        Table table = new Table(
                "flood, server",
                "rounds",
                "p50 idle",
                "here",
                "p99 idle",
                "at nobody",
                "at neighbour",
                "here",
                "here/neighbour",
                "here at first",
                "NKey login p50",
                "p99",
                "bcrypt login p50",
                "slowest",
                "refused",
                "cores");
        List<String> one = List.of("127.0.0.2");
        List<String> many =
                IntStream.rangeClosed(2, 250).mapToObj(i -> "127.0.0." + i).toList();
        List<String> networks =
                IntStream.rangeClosed(2, 250).mapToObj(i -> "127.1." + i + ".1").toList();
        String wrongPassword =
                victim.proving(nonce -> Credentials.members("victim", "guess")).hello("");
        for (Contender contender : contenders.all()) {
            measure("passwords, one address", contender, attempt(PASSWORDS_PER_SECOND, one, wrongPassword), table);
            measure("passwords, 249 addresses", contender, attempt(PASSWORDS_PER_SECOND, many, wrongPassword), table);
            measure(MANY_NETWORKS, contender, attempt(PASSWORDS_PER_SECOND, networks, wrongPassword), table);
            measure("signatures", contender, attempt(SIGNATURES_PER_SECOND, one, wrongSignature()), table);
        }
        report.table(table);
        report.bounds();
    }

    private static Intruders.Attempt attempt(int perSecond, List<String> sources, String hello) {
        return new Intruders.Attempt(perSecond, sources, hello, 3_000);
    }

    /** Of a key that is configured, over something that is not the nonce: all that can be computed has to be. */
    private String wrongSignature() {
        return nkey.signedBy(KeyPair.create(KeyType.USER)).hello("another nonce");
    }

    private void measure(String flood, Contender contender, Intruders.Attempt attempt, Table table) throws IOException {
        boolean ours = contender.equals(contenders.ours());
        report.progress("flood of " + flood + ": " + contender.name());
        try (ServerProcess server = ServerProcess.start(contender, config);
                ServerProcess neighbour = ours ? ServerProcess.start(contender, config) : null) {
            Siege siege = new Siege(server, neighbour, attempt, nkey, honest);
            siege.run(
                    ours ? LEAST_ROUNDS : ROUNDS_OF_OTHERS,
                    ours ? MOST_ROUNDS : ROUNDS_OF_OTHERS,
                    () -> siege.ratio() > MOST_LATER);
            table.row(
                    flood + ", " + contender.name(),
                    Figure.count(siege.rounds()),
                    Figure.of(siege.idle.p50() / 1_000),
                    Figure.of(siege.attacked.p50() / 1_000),
                    Figure.of(siege.idle.p99() / 1_000),
                    Figure.of(siege.atNobody.p99() / 1_000),
                    Figure.of(siege.atNeighbour.p99() / 1_000),
                    Figure.of(siege.attacked.p99() / 1_000),
                    Figure.of(siege.ratio()),
                    Figure.of(siege.first.p99() / 1_000),
                    Figure.of(siege.nkeyLogins.percentileMicros(0.5) / 1_000),
                    Figure.of(siege.nkeyLogins.percentileMicros(0.99) / 1_000),
                    Figure.of(siege.dearLogins.percentileMicros(0.5) / 1_000),
                    Figure.of(siege.dearLogins.percentileMicros(1) / 1_000),
                    Figure.count(siege.refused()),
                    Figure.of(Figure.median(siege.coresAttacked)));
            if (ours) {
                check("flood of " + flood + ": ", siege, flood.equals(MANY_NETWORKS));
            }
        }
    }

    /** Newcomers from more networks than can be served at once are, until each has had its turn, like the honest one. */
    private void check(String what, Siege siege, boolean newcomers) {
        double nkeyMillis = siege.nkeyLogins.percentileMicros(0.5) / 1_000;
        report.atMost(what + "login with an NKey, median", nkeyMillis, MOST_NKEY_MILLIS, "ms");
        double median = siege.dearLogins.percentileMicros(0.5) / 1_000;
        report.atMost(what + "login with a password, median", median, MOST_BCRYPT_MILLIS, "ms");
        if (!newcomers) {
            double slowest = siege.dearLogins.percentileMicros(1) / 1_000;
            report.atMost(what + "login with a password, slowest", slowest, MOST_BCRYPT_MILLIS, "ms");
        }
        report.mustHold(siege.refused() == 0, what + "honest logins refused", Figure.count(siege.refused()));
        String later = what + "p99 of those connected, in terms of p99 with the neighbour attacked";
        if (siege.ratio() > MOST_LATER && siege.noise() > MOST_NOISE) {
            report.notJudged(
                    later,
                    Figure.of(siege.ratio()) + " times, but rounds with the attackers at nobody differ by "
                            + Figure.of(siege.noise()) + " times: the machine is too busy");
        } else {
            report.atMost(later, siege.ratio(), MOST_LATER, "times");
        }
    }
}
