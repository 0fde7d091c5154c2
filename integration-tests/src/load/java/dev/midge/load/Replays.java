package dev.midge.load;

import dev.midge.auth.nkey.KeyPair;
import dev.midge.auth.nkey.KeyType;
import dev.midge.load.Contenders.Contender;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Signatures that were overheard or made by somebody else, and the nonces that make them worthless. */
final class Replays {

    private static final int CONNECTIONS = 20_000;
    private static final int REPLAYS = 500;
    private static final String REFUSED = "-ERR 'Authorization Violation'";

    private final Contenders contenders;
    private final Report report;

    Replays(Contenders contenders, Report report) {
        this.contenders = contenders;
        this.report = report;
    }

    void run() throws IOException {
        report.subheading("Signatures of others");
        report.say("The nonces of " + Figure.count(CONNECTIONS) + " connections; " + REPLAYS
                + " signatures presented on another connection, each before and after it let its owner in; as many by"
                + " another key, over the right nonce.");
        Table table =
                new Table("server", "nonces", "different", "well formed", "replays refused", "other keys refused");
        for (Contender contender : contenders.all()) {
            report.progress("replays: " + contender.name());
            Credentials nkey = Credentials.nkey();
            try (ServerProcess server = ServerProcess.start(contender, Credentials.users(List.of(nkey)))) {
                measure(server, nkey, table);
            }
        }
        report.table(table);
        report.bounds();
    }

    private void measure(ServerProcess server, Credentials nkey, Table table) throws IOException {
        Set<String> nonces = new HashSet<>();
        int wellFormed = 0;
        for (int i = 0; i < CONNECTIONS; i++) {
            try (Visitor visitor = Visitor.connect(server.port(), "127.0.0." + (2 + i % 200))) {
                String nonce = visitor.readInfo();
                wellFormed += nonce.matches("[A-Za-z0-9_-]{15}") ? 1 : 0;
                nonces.add(nonce);
            }
        }
        int replays = 0;
        int others = 0;
        for (int i = 0; i < REPLAYS; i++) {
            replays += replaysRefused(server.port(), nkey);
            others += otherKeyRefused(server.port(), nkey) ? 1 : 0;
        }
        table.row(
                server.name(),
                Figure.count(CONNECTIONS),
                Figure.count(nonces.size()),
                Figure.count(wellFormed),
                Figure.count(replays),
                Figure.count(others));
        if (server.name().equals(contenders.ours().name())) {
            report.mustHold(nonces.size() == CONNECTIONS, "no nonce comes twice", Figure.count(nonces.size()));
            report.mustHold(wellFormed == CONNECTIONS, "15 characters of base64url", Figure.count(wellFormed));
            report.mustHold(replays == 2 * REPLAYS, "every replay is refused", Figure.count(replays));
            report.mustHold(others == REPLAYS, "every other key is refused", Figure.count(others));
        }
    }

    /** How many of two replays were refused: before the owner logged in with that signature, and after. */
    private static int replaysRefused(int port, Credentials nkey) throws IOException {
        try (Visitor owner = Visitor.connect(port, "127.0.0.1")) {
            String overheard = nkey.proof().members(owner.readInfo());
            Credentials replay = nkey.proving(nonce -> overheard);
            int refused = refused(port, replay) ? 1 : 0;
            owner.send(replay);
            String answer = owner.answer();
            if (!answer.equals("PONG")) {
                throw new IOException("the owner of the signature was told: " + answer);
            }
            return refused + (refused(port, replay) ? 1 : 0);
        }
    }

    private static boolean otherKeyRefused(int port, Credentials nkey) throws IOException {
        return refused(port, nkey.signedBy(KeyPair.create(KeyType.USER)));
    }

    private static boolean refused(int port, Credentials who) throws IOException {
        try (Visitor visitor = Visitor.connect(port, "127.0.0.3")) {
            return visitor.present(who).equals(REFUSED);
        }
    }
}
