package dev.midge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerInfoTest {

    private static boolean valid(String json) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        return PeerInfo.valid(text, 0, text.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                " { } ",
                "{\"server_id\":\"x\",\"port\":4222,\"headers\":true,\"max_payload\":-1,\"client_id\":5}",
                "{\"server_id\":null,\"port\":null,\"headers\":null,\"client_id\":null,\"connect_urls\":null}",
                "{\"client_id\":18446744073709551615,\"max_payload\":2147483647,\"gossip_mode\":255}",
                "{\"connect_urls\":[],\"ws_connect_urls\":[\"a:1\",null],\"gateway_cmd_payload\":\"AAEC\"}",
                "{\"import\":{\"allow\":[\"a\"]},\"export\":null,\"unknown\":[{\"port\":\"x\"}]}"
            })
    void whatAServerCouldHaveWrittenIsValid(String json) {
        assertThat(valid(json)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "5",
                "{} x",
                "{bad",
                "{\"server_id\":5}",
                "{\"PORT\":\"4222\"}",
                "{\"port\":1.5}",
                "{\"headers\":1}",
                "{\"ldm\":\"true\"}",
                "{\"max_payload\":2147483648}",
                "{\"client_id\":-1}",
                "{\"client_id\":18446744073709551616}",
                "{\"gossip_mode\":256}",
                "{\"gateway_cmd\":-0}",
                "{\"connect_urls\":\"a:1\"}",
                "{\"connect_urls\":[5]}",
                "{\"gateway_cmd_payload\":\"!\"}",
                "{\"import\":5}",
                "{\"export\":{\"deny\":5}}"
            })
    void whatNoServerCouldHaveWrittenIsNot(String json) {
        assertThat(valid(json)).isFalse();
    }
}
