package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.permission.ResponsePermission;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplyPermitsTest {

    /** Shortly before nanoTime runs over. */
    private static final long START = Long.parseLong("9223372036854775797");

    private static final long SECOND = 1_000_000_000L;
    private static final Duration NEVER = Duration.ofSeconds(-1);

    private static ReplyPermits permits(int max, Duration expires) {
        return new ReplyPermits(ResponsePermission.of(max, expires), START, 1 << 30);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void eachRequestMayBeAnsweredAsOftenAsAllowed() {
        ReplyPermits permits = permits(2, Duration.ofMinutes(1));
        permits.delivered(bytes("a"), START);
        permits.delivered(bytes("b"), START);

        assertThat(permits.use(bytes("a"), START)).isTrue();
        assertThat(permits.use(bytes("a"), START)).isTrue();
        assertThat(permits.use(bytes("a"), START)).isFalse();
        assertThat(permits.use(bytes("b"), START)).isTrue();
        assertThat(permits.use(bytes("c"), START)).isFalse();
    }

    @Test
    void aPermitExpires() {
        ReplyPermits permits = permits(-1, Duration.ofSeconds(5));
        permits.delivered(bytes("a"), START);

        assertThat(permits.use(bytes("a"), START + 5 * SECOND)).isTrue();
        assertThat(permits.use(bytes("a"), START + 5 * SECOND + 1)).isFalse();
        assertThat(permits.use(bytes("a"), START)).as("gone for good").isFalse();
    }

    @Test
    void withoutLimitsAPermitStays() {
        ReplyPermits permits = permits(-1, NEVER);
        permits.delivered(bytes("a"), START);

        for (int i = 0; i < 100; i++) {
            assertThat(permits.use(bytes("a"), START + i * 1000L * SECOND)).isTrue();
        }
    }

    @Test
    void aVeryLongExpiryIsNoOverflow() {
        ReplyPermits permits = permits(1, Duration.ofDays(200_000));
        permits.delivered(bytes("a"), START);

        assertThat(permits.use(bytes("a"), START + SECOND)).isTrue();
    }

    @Test
    void aRequestWithAReplyThatWasAnsweredOpensItAgain() {
        ReplyPermits permits = permits(1, NEVER);
        permits.delivered(bytes("a"), START);
        assertThat(permits.use(bytes("a"), START)).isTrue();

        permits.delivered(bytes("a"), START);
        assertThat(permits.use(bytes("a"), START)).isTrue();
        assertThat(permits.use(bytes("a"), START)).isFalse();
    }

    @Test
    void aRequestWithAReplyThatIsOpenUsesOneResponseUp() {
        ReplyPermits permits = permits(2, NEVER);
        permits.delivered(bytes("a"), START);
        permits.delivered(bytes("a"), START);

        assertThat(permits.use(bytes("a"), START)).isTrue();
        assertThat(permits.use(bytes("a"), START)).isFalse();
    }

    @Test
    void permitsThatAreUsedUpAreForgottenEvenIfTheyNeverExpire() {
        ReplyPermits permits = permits(1, NEVER);
        for (int i = 0; i < 10_000; i++) {
            permits.delivered(bytes("r" + i), START);
            assertThat(permits.use(bytes("r" + i), START)).isTrue();
        }

        assertThat(permits.size()).isLessThan(4_200);
    }

    @Test
    void expiredPermitsAreForgottenOnceASecond() {
        ReplyPermits permits = permits(1, Duration.ofMillis(10));
        for (int i = 0; i < 100; i++) {
            permits.delivered(bytes("r" + i), START);
        }
        assertThat(permits.size()).isEqualTo(100);

        permits.delivered(bytes("last"), START + SECOND + 1);
        assertThat(permits.size()).isEqualTo(1);
        assertThat(permits.use(bytes("last"), START + SECOND + 1)).isTrue();
    }

    @Test
    void permitsInForceAreKept() {
        ReplyPermits permits = permits(1, Duration.ofMinutes(2));
        for (int i = 0; i < 10_000; i++) {
            permits.delivered(bytes("r" + i), START);
        }

        assertThat(permits.use(bytes("r0"), START + SECOND)).isTrue();
        assertThat(permits.use(bytes("r9999"), START + SECOND)).isTrue();
    }

    /** The requester chooses the replies. Compared one by one, those with the same hash would take half a minute. */
    @Test
    void repliesThatWereChosenToCollideCostNoMoreThanOthers() {
        ReplyPermits permits = new ReplyPermits(ResponsePermission.of(1, NEVER), START, 1 << 30);
        int count = 1 << 16;
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++) {
            permits.delivered(colliding(i), START);
        }
        assertThat(permits.size()).isEqualTo(count);
        for (int i = 0; i < count; i++) {
            assertThat(permits.use(colliding(i), START)).isTrue();
        }
        long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        assertThat(spent).isLessThan(6 * SECOND);
    }

    private static byte[] colliding(int number) {
        StringBuilder reply = new StringBuilder();
        for (int bit = 0; bit < 16; bit++) {
            reply.append((number >>> bit & 1) == 0 ? "Aa" : "BB");
        }
        return bytes(reply.toString());
    }

    @Test
    void theOldestPermitGoesWhenAllTogetherHoldTooMuch() {
        ReplyPermits permits = new ReplyPermits(ResponsePermission.of(1, NEVER), START, 10_000);
        for (int i = 0; i < 1_000; i++) {
            permits.delivered(bytes("reply" + i), START);
        }
        assertThat(permits.heldBytes()).isBetween(9_000L, 10_000L);
        assertThat(permits.use(bytes("reply999"), START)).isTrue();
        assertThat(permits.use(bytes("reply0"), START)).isFalse();
    }
}
