package dev.midge.auth.permission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResponsePermissionTest {

    @Test
    void zeroStandsForTheDefaults() {
        ResponsePermission permission = ResponsePermission.of(0, Duration.ZERO);

        assertThat(permission).isEqualTo(ResponsePermission.DEFAULT);
        assertThat(permission.maxMessages()).isEqualTo(1);
        assertThat(permission.expires()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void negativeIsUnlimited() {
        ResponsePermission permission = ResponsePermission.of(-7, Duration.ofSeconds(-3));

        assertThat(permission.maxMessages()).isEqualTo(-1);
        assertThat(permission.expires()).isNegative();
        assertThat(permission).isEqualTo(ResponsePermission.of(-1, Duration.ofNanos(-1)));
    }

    @Test
    void positiveValuesAreKept() {
        ResponsePermission permission = ResponsePermission.of(5, Duration.ofMillis(1500));

        assertThat(permission.maxMessages()).isEqualTo(5);
        assertThat(permission.expires()).isEqualTo(Duration.ofMillis(1500));
    }
}
