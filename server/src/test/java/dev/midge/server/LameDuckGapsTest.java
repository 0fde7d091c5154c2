package dev.midge.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The gaps between two clients that lame duck mode closes: protocol specification 10.5. */
class LameDuckGapsTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void fewClientsAreASecondApartAtMost() {
        assertThat(LameDuck.longestGap(110 * SECOND, 1)).isEqualTo(SECOND);
        assertThat(LameDuck.longestGap(110 * SECOND, 110)).isEqualTo(SECOND);
    }

    @Test
    void manyClientsShareTheTime() {
        assertThat(LameDuck.longestGap(110 * SECOND, 220)).isEqualTo(SECOND / 2);
        assertThat(LameDuck.longestGap(10, 1_000)).isEqualTo(1);
    }

    @Test
    void halfOfTheGapsAreHalfAsLongAsTheLongestAndTheOthersLonger() {
        Random random = new Random(5);
        int shortest = 0;
        long longest = 0;
        for (int i = 0; i < 10_000; i++) {
            long gap = LameDuck.gap(SECOND, random);
            assertThat(gap).isBetween(SECOND / 2, SECOND - 1);
            shortest += gap == SECOND / 2 ? 1 : 0;
            longest = Math.max(longest, gap);
        }
        assertThat(shortest).isBetween(4_700, 5_300);
        assertThat(longest).isGreaterThan(SECOND / 100 * 99);
    }
}
