package dev.midge.load;

import dev.midge.load.Contenders.Contender;
import java.io.IOException;
import java.util.List;

/** CONNECTs that are as large, or as deep, as nobody needs, from clients that have not logged in. */
final class LargeConnects {

    private static final String USERS = "authorization { users: [ {user: probe, password: probe} ] }";
    private static final int MEBIBYTE = 1 << 20;
    /** The longest argument of CONNECT that is read. */
    private static final int MAX_CONTROL_LINE = 4_096;

    private static final String TOO_LONG = "-ERR 'maximum control line exceeded'";
    private static final String REFUSED = "-ERR 'Authorization Violation'";

    private final Contenders contenders;
    private final Report report;

    LargeConnects(Contenders contenders, Report report) {
        this.contenders = contenders;
        this.report = report;
    }

    void run() throws IOException {
        report.subheading("Large CONNECTs before login");
        report.say("A server with 128 MiB of heap and of network memory each, as for the hostile clients above.");
        String deep = deepest();
        Hostile.measure(
                List.of(
                        new Attack("2,000 CONNECTs of 1 MB", USERS, 8, swarm -> {
                            swarm.open(2_000, 0, "");
                            swarm.allOf("CONNECT {\"name\":\"" + "x".repeat(MEBIBYTE) + "\"}\r\n");
                        }),
                        new Attack("10,000 CONNECTs of 4 kB, 1,000 levels deep", USERS, 8, swarm -> {
                            for (int i = 0; i < 10; i++) {
                                swarm.open(1_000, 0, deep);
                            }
                        })),
                contenders,
                report);
        for (Contender contender : contenders.all()) {
            boolean ours = contender.equals(contenders.ours());
            try (ServerProcess server = ServerProcess.start(contender, USERS)) {
                String toLarge = answer(server, "CONNECT {\"name\":\"" + "x".repeat(MEBIBYTE) + "\"}\r\n");
                String toDeep = answer(server, deep);
                if (ours) {
                    report.mustHold(toLarge.equals(TOO_LONG), "answer to 1 MB", toLarge);
                    report.mustHold(toDeep.equals(REFUSED), "answer to 1,000 levels", toDeep);
                }
            }
        }
        report.bounds();
    }

    /** Valid JSON of just the length that is allowed. */
    private static String deepest() {
        String start = "{\"user\":\"probe\",\"pass\":\"guess\",\"deep\":";
        int levels = 1_000;
        String end = "}";
        int rest = MAX_CONTROL_LINE - start.length() - 2 * levels - end.length() - "\"\"".length();
        return "CONNECT " + start + "[".repeat(levels) + '"' + "x".repeat(rest) + '"' + "]".repeat(levels) + end
                + "\r\n";
    }

    private static String answer(ServerProcess server, String connect) throws IOException {
        try (Visitor visitor = Visitor.connect(server.port(), "127.0.0.1")) {
            visitor.readInfo();
            visitor.sendAsFarAsTaken(Connection.bytes(connect));
            return visitor.answer();
        }
    }
}
