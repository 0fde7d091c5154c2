package dev.midge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OriginTest {

    @Test
    void ipv4AddressesAreOriginsOfTheirOwn() {
        assertThat(Origin.of("192.0.2.1")).isEqualTo("192.0.2.1").isNotEqualTo(Origin.of("192.0.2.2"));
    }

    @Test
    void ipv6AddressesOfOneNetworkAreOneOrigin() {
        String origin = Origin.of("2001:db8:1:2::1");

        assertThat(Origin.of("2001:db8:1:2:ffff:ffff:ffff:ffff")).isEqualTo(origin);
        assertThat(Origin.of("2001:db8:1:3::1")).isNotEqualTo(origin);
    }

    @Test
    void ipv4InsideIpv6IsTheIpv4Address() {
        assertThat(Origin.of("::ffff:192.0.2.1")).isNotEqualTo(Origin.of("::ffff:192.0.2.2"));
    }

    @Test
    void aScopeThatIsUnknownHereIsTakenAsText() {
        assertThat(Origin.of("fe80::1%nosuch0")).isEqualTo("fe80::1%nosuch0");
    }
}
