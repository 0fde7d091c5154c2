package dev.midge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The INFO line, byte for byte. */
class ServerInfoTest {

    private static final String START = "INFO {\"server_id\":\"NID\",\"server_name\":\"name\",\"version\":\"2.15.2\","
            + "\"proto\":1,\"go\":\"java17\",\"host\":\"0.0.0.0\",\"port\":4222,\"headers\":true";
    private static final String END = ",\"api_lvl\":5,\"xkey\":\"XKEY\"} \r\n";

    private static ServerInfo.Builder builder() {
        return ServerInfo.builder()
                .identity("NID", "name", "XKEY")
                .version("2.15.2", "java17")
                .address("0.0.0.0", 4222);
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }

    @Test
    void theFirstInfoSaysWhoTheServerIs() {
        assertThat(text(builder().build().first(7, "127.0.0.1", null, 1_048_576)))
                .isEqualTo(START + ",\"max_payload\":1048576,\"client_id\":7,\"client_ip\":\"127.0.0.1\"" + END);
    }

    @Test
    void theFirstInfoCarriesTheNonce() {
        assertThat(text(builder().authRequired(true, true).build().first(7, "::1", "AbC-_123", -1)))
                .isEqualTo(START + ",\"auth_required\":true,\"max_payload\":-1,\"client_id\":7,\"client_ip\":\"::1\","
                        + "\"nonce\":\"AbC-_123\"" + END);
    }

    @Test
    void theInfoBehindConnectSaysWhatTheClientIsBoundTo() {
        assertThat(text(builder().build().connected(Long.MAX_VALUE, "127.0.0.1", 100, "$G", false)))
                .isEqualTo(START + ",\"max_payload\":100,\"client_id\":9223372036854775807,\"client_ip\":\"127.0.0.1\","
                        + "\"connect_info\":true,\"remote_account\":\"$G\"" + END);
    }

    @Test
    void behindAProxyTheFirstInfoNamesNoAddress() {
        assertThat(text(builder().build().first(7, null, "AbC-_123", 100)))
                .isEqualTo(START + ",\"max_payload\":100,\"client_id\":7,\"nonce\":\"AbC-_123\"" + END);
    }

    @Test
    void theInfoOfLameDuckModeSaysSo() {
        assertThat(text(builder().authRequired(false, true).build().lameDuck(7, "::1", -1)))
                .isEqualTo(START + ",\"auth_required\":true,\"max_payload\":-1,\"client_id\":7,\"client_ip\":\"::1\","
                        + "\"ldm\":true" + END);
    }

    @Test
    void theSystemAccountIsNamed() {
        assertThat(text(builder().build().connected(1, "127.0.0.1", 100, "$SYS", true)))
                .endsWith("\"remote_account\":\"$SYS\",\"acc_is_sys\":true" + END);
    }

    @Test
    void authenticationCanBeRequiredInLaterInfosOnly() {
        ServerInfo info = builder().authRequired(false, true).build();

        assertThat(text(info.first(1, "127.0.0.1", null, 100))).doesNotContain("auth_required");
        assertThat(text(info.connected(1, "127.0.0.1", 100, "$G", false))).contains(",\"auth_required\":true,");
    }

    @Test
    void headersAreMentionedEvenWhenThereAreNone() {
        assertThat(text(builder().headers(false).build().first(1, "127.0.0.1", null, 100)))
                .contains(",\"headers\":false,");
    }

    @Test
    void anyNameMakesValidJsonOnOneLine() {
        String name = "a\"b\\c\r\n\t\u0001<\u00e9\uD83D\uDE00>&";
        ServerInfo info = builder().identity("NID", name, "XKEY").build();
        byte[] line = info.connected(1, "127.0.0.1", 100, name, false);

        assertThat(text(line)).hasLineCount(1).endsWith("} \r\n").contains("\u00e9\uD83D\uDE00");
        assertThat(PeerInfo.valid(line, "INFO ".length(), line.length)).isTrue();
        assertThat(nameOf(line)).isEqualTo(name);
    }

    /** What a client that knows the key "name" reads. */
    private static String nameOf(byte[] line) {
        byte[] json = text(line).replace("\"server_name\"", "\"name\"").getBytes(StandardCharsets.UTF_8);
        ConnectOptions options = new ConnectOptions();
        assertThat(options.merge(json, "INFO ".length(), json.length)).isTrue();
        return options.name();
    }
}
