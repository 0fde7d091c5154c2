package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Requests and replies in any order: which replies are let through is what a model counts, authentication specification
 * 10.4. {@code -Dmidge.permissions.seed=N} asks for another order, {@code -Dmidge.permissions.steps=N} for a long one.
 */
class RandomResponsesTest {

    private static final int STEPS = Integer.getInteger("midge.permissions.steps", 400);
    private static final long SEED = Long.getLong("midge.permissions.seed", 20260729L);

    /** What a user may publish by its lists, the one reply subject among it or none, and how often it may reply. */
    private enum Service {
        ONCE("", "", 1),
        THRICE("allow: [\"in.a\", \"log\"]", "in.a", 3),
        DENIED("deny: \"in.>\"", "", 2),
        FREELY_BUT("allow: \"in.*\", deny: [\"in.b\", \"in.c\"]", "in.a", 1),
        UNLIMITED("allow: \"log\"", "", -1);

        private final String publish;
        private final String free;
        private final int max;

        Service(String publish, String free, int max) {
            this.publish = publish;
            this.free = free;
            this.max = max;
        }

        String configuration() {
            return "{ user: " + name() + ", password: pw, permissions: { publish: {" + publish
                    + "}, allow_responses: { max: " + max + " } } }";
        }
    }

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared(
            "authorization { users: [ {user: free, password: pw},",
            Service.ONCE.configuration(),
            Service.THRICE.configuration(),
            Service.DENIED.configuration(),
            Service.FREELY_BUT.configuration(),
            Service.UNLIMITED.configuration(),
            "] }");

    /** How often each reply was used since it was opened. */
    private final Map<String, Integer> open = new HashMap<>();

    @ParameterizedTest
    @EnumSource(Service.class)
    void repliesAreCountedLikeTheModel(Service service, TestReporter reporter) {
        Random random = new Random(SEED + service.name().hashCode());
        List<String> history = new ArrayList<>();
        int allowed = 0;
        try (WireClient requester = WireClient.connect(SERVER, Connect.user("free", "pw"));
                WireClient client = WireClient.connect(SERVER, Connect.user(service.name(), "pw"))) {
            client.send("SUB req 1");
            client.fence();
            for (int step = 0; step < STEPS; step++) {
                String reply = "in." + "abc".charAt(random.nextInt(3));
                if (random.nextInt(5) < 2) {
                    requester.send("PUB req " + reply + " 0", "");
                    client.expect("MSG req 1 " + reply + " 0", "");
                    history.add("request " + reply);
                    requested(service, reply);
                } else {
                    client.send("PUB " + reply + " 0", "");
                    boolean taken = client.readUntilPong().isEmpty();
                    history.add("reply " + reply);
                    assertThat(taken).as("%s, seed %s", history, SEED).isEqualTo(mayReply(service, reply));
                    allowed += taken ? 1 : 0;
                }
            }
        }
        reporter.publishEntry("replies allowed", allowed + " of " + STEPS + " steps");
        assertThat(allowed).isBetween(STEPS / 10, STEPS * 7 / 10);
    }

    /** A reply that may be published anyhow opens nothing; one that is open still is used up by one. */
    private void requested(Service service, String reply) {
        if (!mayReply(service, reply)) {
            open.put(reply, 0);
        }
    }

    private boolean mayReply(Service service, String reply) {
        return service.free.equals(reply) || use(service, reply);
    }

    private boolean use(Service service, String reply) {
        Integer used = open.get(reply);
        if (used != null && service.max > 0 && used >= service.max) {
            open.remove(reply);
            return false;
        }
        return open.computeIfPresent(reply, (key, times) -> times + 1) != null;
    }
}
