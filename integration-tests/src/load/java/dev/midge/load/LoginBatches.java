package dev.midge.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Many logins, some at once, for what each costs the server. */
final class LoginBatches {

    private static final int AT_ONCE = 32;
    /** A closed connection keeps its port for a minute, so one address would not do. */
    private static final int SOURCES = 200;

    private int made;

    /** Processor time of the server for one login, in microseconds; the users take turns. */
    double microsEach(ServerProcess server, List<Credentials> users, int logins) throws IOException {
        long before = server.cpuMicros();
        for (int done = 0; done < logins; done += AT_ONCE) {
            batch(server.port(), users, Math.min(AT_ONCE, logins - done));
        }
        return (double) (server.cpuMicros() - before) / logins;
    }

    private void batch(int port, List<Credentials> users, int size) throws IOException {
        List<Visitor> visitors = new ArrayList<>();
        try {
            for (int i = 0; i < size; i++) {
                visitors.add(Visitor.connect(port, "127.0.0." + (2 + (made + i) % SOURCES)));
            }
            for (int i = 0; i < size; i++) {
                visitors.get(i).readInfo();
                visitors.get(i).send(users.get((made + i) % users.size()));
            }
            for (Visitor visitor : visitors) {
                String answer = visitor.answer();
                if (!answer.equals("PONG")) {
                    throw new IOException("not let in but: " + answer);
                }
            }
        } finally {
            made += size;
            for (Visitor visitor : visitors) {
                visitor.close();
            }
        }
    }
}
