package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RareLinesTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long START = -SECOND / 2;

    private final RareLines lines = new RareLines();

    @Test
    void aLineIsDueOnceASecond() {
        assertThat(lines.due("a", START)).isTrue();
        assertThat(lines.due("a", START + SECOND - 1)).isFalse();
        assertThat(lines.due("a", START + SECOND)).isTrue();
        assertThat(lines.due("a", START + SECOND)).isFalse();
    }

    @Test
    void linesDoNotHoldEachOtherBack() {
        assertThat(lines.due("a", START)).isTrue();
        assertThat(lines.due("b", START)).isTrue();
    }
}
