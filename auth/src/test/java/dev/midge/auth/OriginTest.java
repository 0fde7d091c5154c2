package dev.midge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OriginTest {

    @Test
    void ipv4AddressesAreOriginsOfTheirOwn() {
        assertThat(Origin.of("192.0.2.1")).isEqualTo(Origin.of("192.0.2.1")).isNotEqualTo(Origin.of("192.0.2.2"));
    }

    @Test
    void ipv4AddressesWithTheSameFirst24BitsAreOneNetwork() {
        assertThat(Origin.of("192.0.2.1").network())
                .isEqualTo(Origin.of("192.0.2.254").network())
                .isNotEqualTo(Origin.of("192.0.20.1").network());
    }

    @Test
    void ipv6AddressesWithTheSameFirst64BitsAreOneOrigin() {
        Origin origin = Origin.of("2001:db8:1:2::1");

        assertThat(Origin.of("2001:db8:1:2:ffff:ffff:ffff:ffff")).isEqualTo(origin);
        assertThat(Origin.of("2001:db8:1:3::1")).isNotEqualTo(origin);
        assertThat(Origin.of("2001:db8:1:3::1").network()).isEqualTo(origin.network());
        assertThat(Origin.of("2001:db8:2:2::1").network()).isNotEqualTo(origin.network());
    }

    @Test
    void ipv4InsideIpv6IsTheIpv4Address() {
        assertThat(Origin.of("::ffff:192.0.2.1")).isEqualTo(Origin.of("192.0.2.1"));
    }

    @Test
    void aScopeThatIsUnknownHereIsTakenAsText() {
        assertThat(Origin.of("fe80::1%nosuch0").address()).isEqualTo("fe80::1%nosuch0");
    }
}
