package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reports on what this server does not have, and on its health: accounts and monitoring specification 5.8, 5.9. */
class ReportsTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared("server_name: one", "http: \"127.0.0.1:-1\"");

    @Test
    void thereAreNoRoutes() {
        assertThat(withoutTheServer(Monitor.report(SERVER, "/routez?subs=detail")))
                .isEqualTo(Map.of("server_name", "one", "num_routes", 0, "routes", List.of()));
    }

    @Test
    void thereAreNoGateways() {
        assertThat(withoutTheServer(Monitor.report(SERVER, "/gatewayz?gw_name=A&accs=1&acc_name=B&subs=1")))
                .isEqualTo(Map.of("outbound_gateways", Map.of(), "inbound_gateways", Map.of()));
    }

    @Test
    void thereAreNoLeafNodes() {
        assertThat(withoutTheServer(Monitor.report(SERVER, "/leafz?subs=1&acc=A")))
                .isEqualTo(Map.of("leafnodes", 0, "leafs", List.of()));
    }

    @Test
    void jetStreamIsOff() {
        Map<String, Object> report = Monitor.report(SERVER, "/jsz?accounts=1&streams=1&consumers=1&config=1&limit=3");
        assertThat(report.keySet())
                .containsExactly(
                        "memory",
                        "storage",
                        "reserved_memory",
                        "reserved_storage",
                        "accounts",
                        "ha_assets",
                        "api",
                        "server_id",
                        "now",
                        "disabled",
                        "config",
                        "streams",
                        "consumers",
                        "messages",
                        "bytes",
                        "total");
        assertThat(report)
                .containsEntry("disabled", true)
                .containsEntry("config", Map.of("max_memory", 0, "max_storage", 0))
                .containsEntry("api", Map.of("level", 0, "total", 0, "errors", 0));
    }

    private static Map<String, Object> withoutTheServer(Map<String, Object> report) {
        assertThat(report).containsKeys("server_id", "now");
        report.remove("server_id");
        report.remove("now");
        return report;
    }

    @Test
    void nothingWaitsInQueues() {
        assertThat(Monitor.report(SERVER, "/ipqueuesz?queues=x")).isEmpty();
    }

    @Test
    void thereAreNoRaftGroups() {
        HttpResponse<String> response = Monitor.ask(SERVER, "GET", "/raftz?acc=A");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("No Raft nodes registered");
    }

    @Test
    void stacksAreText() {
        HttpResponse<String> response = Monitor.ask(SERVER, "GET", "/stacksz");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body()).containsPattern("\n\t(at )?\\S").doesNotStartWith("{");
    }

    @Test
    void theRuntimeTellsOfItsMemory() {
        HttpResponse<String> response = Monitor.ask(SERVER, "GET", "/debug/vars");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        Map<String, Object> vars = Json.object(response.body());
        assertThat(Monitor.list(vars.get("cmdline"))).isNotEmpty();
        assertThat(Monitor.map(vars.get("memstats"))).containsKeys("Alloc", "Sys", "HeapAlloc", "HeapSys", "NumGC");
        assertThat(((Number) Monitor.map(vars.get("memstats")).get("HeapAlloc")).longValue())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?js-enabled=1",
                "?js-enabled-only=true",
                "?js-server-only=true",
                "?js-meta-only=T",
                "?details=1",
                "?account=A",
                "?account=A&stream=S&consumer=C"
            })
    void aServerThatAcceptsClientsIsHealthy(String parameters) {
        HttpResponse<String> response = Monitor.ask(SERVER, "GET", "/healthz" + parameters);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"status\":\"ok\"}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "stream=S, `\\\"account\\\" must not be empty when checking stream health`",
                "stream=S&consumer=C, `\\\"account\\\" must not be empty when checking stream health`",
                "account=A&consumer=C, `\\\"stream\\\" must not be empty when checking consumer health`"
            })
    void whatCannotBeCheckedIsABadRequest(String parameters, String text) {
        HttpResponse<String> response = Monitor.ask(SERVER, "GET", "/healthz?" + parameters);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body()).isEqualTo("{\"status\":\"error\",\"error\":\"" + text + "\"}");

        assertThat(Monitor.ask(SERVER, "GET", "/healthz?details=1&" + parameters)
                        .body())
                .isEqualTo("{\"status\":\"error\",\"errors\":[{\"type\":\"BAD_REQUEST\",\"error\":\"" + text + "\"}]}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "/routez?subs=zz, boolean, subs",
                "/gatewayz?subs=zz, boolean, subs",
                "/gatewayz?accs=zz, boolean, accs",
                "/leafz?subs=zz, boolean, subs",
                "/jsz?accounts=zz, boolean, accounts",
                "/jsz?direct-consumers=zz, boolean, direct-consumers",
                "/jsz?stream-leader-only=zz, boolean, stream-leader-only",
                "/accstatz?unused=zz, boolean, unused",
                "/ipqueuesz?all=zz, boolean, all",
                "/healthz?js-meta-only=zz, boolean, js-meta-only",
                "/healthz?details=zz, boolean, details"
            })
    void whatMakesNoSenseIsRefused(String path, String kind, String name) {
        assertThat(Monitor.refusal(SERVER, path))
                .isEqualTo("Error decoding " + kind + " for '" + name
                        + "': strconv.ParseBool: parsing \"zz\": invalid syntax");
    }

    @Test
    void thereIsNoLeaderOfJetStream() {
        assertThat(Monitor.refusal(SERVER, "/jsz?leader-only=1")).isEqualTo("filtered response: not leader");
        assertThat(Monitor.refusal(SERVER, "/jsz?limit=x"))
                .isEqualTo("Error decoding int for 'limit': strconv.Atoi: parsing \"x\": invalid syntax");
    }
}
