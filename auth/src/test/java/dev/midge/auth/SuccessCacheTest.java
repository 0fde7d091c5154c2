package dev.midge.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SuccessCacheTest {

    private static final Password HASH = Password.of("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW");
    private static final Password OTHER = Password.of("$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK");

    private final ManualClock clock = new ManualClock();
    private final SuccessCache cache = new SuccessCache(new SecureRandom(), clock::nanoTime, 3, Duration.ofMinutes(5));

    @Test
    void aSuccessIsKnownForThisHashAndPasswordOnly() {
        cache.add(HASH, bytes("U*U"));

        assertThat(cache.contains(HASH, bytes("U*U"))).isTrue();
        assertThat(cache.contains(HASH, bytes("U*U*"))).isFalse();
        assertThat(cache.contains(HASH, bytes(""))).isFalse();
        assertThat(cache.contains(OTHER, bytes("U*U"))).isFalse();
    }

    @Test
    void aSuccessIsForgottenAfterItsTime() {
        cache.add(HASH, bytes("U*U"));

        clock.advance(Duration.ofMinutes(5).minusNanos(1));
        assertThat(cache.contains(HASH, bytes("U*U"))).isTrue();
        clock.advance(Duration.ofNanos(1));
        assertThat(cache.contains(HASH, bytes("U*U"))).isFalse();
    }

    @Test
    void theOldestIsForgottenWhenItIsFull() {
        cache.add(HASH, bytes("1"));
        cache.add(HASH, bytes("2"));
        cache.add(HASH, bytes("3"));
        cache.add(HASH, bytes("1"));
        cache.add(HASH, bytes("4"));

        assertThat(cache.contains(HASH, bytes("1"))).isTrue();
        assertThat(cache.contains(HASH, bytes("2"))).isFalse();
        assertThat(cache.contains(HASH, bytes("3"))).isTrue();
        assertThat(cache.contains(HASH, bytes("4"))).isTrue();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
