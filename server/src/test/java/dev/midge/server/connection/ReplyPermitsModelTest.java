package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.permission.ResponsePermission;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Requests, replies and time in any order: what is let through is what a model counts that forgets nothing.
 *
 * <p>{@code -Dmidge.permissions.rounds=200000} makes it long; {@code -Dmidge.permissions.seed=N} repeats what failed.
 */
class ReplyPermitsModelTest {

    private static final int ROUNDS = Integer.getInteger("midge.permissions.rounds", 300);
    private static final int STEPS = 200;
    private static final long SECOND = 1_000_000_000L;
    private static final String[] REPLIES = {"in.a", "in.b", "in.c", "in.c.d"};

    @Test
    void knownSequencesGoLikeTheModel() {
        compare(20260729);
    }

    @Test
    void newSequencesGoLikeTheModel() {
        compare(Long.getLong("midge.permissions.seed", System.nanoTime()));
    }

    private static void compare(long seed) {
        Random random = new Random(seed);
        int allowed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int max = random.nextInt(5) == 0 ? -1 : 1 + random.nextInt(3);
            int seconds = random.nextInt(5) == 0 ? -1 : 1 + random.nextInt(20);
            long now = random.nextLong();
            ReplyPermits permits =
                    new ReplyPermits(ResponsePermission.of(max, Duration.ofSeconds(seconds)), now, 1 << 20);
            Model model = new Model(max, seconds * SECOND);
            for (int step = 0; step < STEPS; step++) {
                String reply = REPLIES[random.nextInt(REPLIES.length)];
                now += random.nextInt(3) == 0 ? random.nextInt(5) * SECOND : 0;
                if (random.nextBoolean()) {
                    permits.delivered(bytes(reply), now);
                    model.delivered(reply, now);
                } else {
                    boolean let = model.use(reply, now);
                    assertThat(permits.use(bytes(reply), now))
                            .as(
                                    "%s in step %s of round %s, max %s in %s s, seed %s",
                                    reply, step, round, max, seconds, seed)
                            .isEqualTo(let);
                    allowed += let ? 1 : 0;
                }
            }
        }
        assertThat(allowed).isBetween(ROUNDS * STEPS / 10, ROUNDS * STEPS * 4 / 10);
    }

    /** For each reply when it was opened and how often it was used since; never tidied up. */
    private static final class Model {
        private final int max;
        private final long lifeNanos;
        private final Map<String, Long> openedAt = new HashMap<>();
        private final Map<String, Integer> uses = new HashMap<>();

        Model(int max, long lifeNanos) {
            this.max = max;
            this.lifeNanos = lifeNanos;
        }

        /** A reply that is open still is not opened anew, but used up by one. */
        void delivered(String reply, long now) {
            if (!use(reply, now)) {
                openedAt.put(reply, now);
                uses.put(reply, 0);
            }
        }

        boolean use(String reply, long now) {
            boolean open = openedAt.containsKey(reply)
                    && (max < 0 || uses.get(reply) < max)
                    && (lifeNanos < 0 || now - openedAt.get(reply) <= lifeNanos);
            if (open) {
                uses.merge(reply, 1, Integer::sum);
            } else {
                openedAt.remove(reply);
            }
            return open;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
