package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Figures for Prometheus, as docs/metrics.md lists them. */
@Deviation("nats-server has no such page")
class MetricsTest {

    private static final String MONITORED = "http: \"127.0.0.1:-1\"";
    private static final Path REGISTER = Path.of("..", "docs", "metrics.md");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z_]+)` \\| (\\w+) \\|([^|]*)\\| (.*) \\|");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z_]+)(?:\\{((?:[a-z_]+=\"(?:[^\"\\\\]|\\\\.)*\",?)+)})? (-?[0-9.]+(?:E-?[0-9]+)?)");

    private static String page(ServerUnderTest server) {
        HttpResponse<String> response = Monitor.ask(server, "GET", "/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        return response.body();
    }

    /** What is known of a metric, as text: its type, the names of its labels, its meaning. */
    private static Map<String, String> described(String page) {
        Map<String, String> help = new TreeMap<>();
        Map<String, String> types = new TreeMap<>();
        Map<String, TreeSet<String>> labels = new TreeMap<>();
        String current = "";
        for (String line : page.lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                current = words[2];
                help.put(current, words[3]);
                labels.put(current, new TreeSet<>());
            } else if (line.startsWith("# TYPE ")) {
                types.put(words[2], words[3]);
            } else {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(sample.group(1)).startsWith(current);
                Matcher label = LABEL.matcher(line);
                while (label.find()) {
                    labels.get(current).add(label.group(1));
                }
            }
        }
        Map<String, String> described = new TreeMap<>();
        help.forEach((name, text) -> described.put(name, types.get(name) + " " + labels.get(name) + " " + text));
        return described;
    }

    private static Map<String, String> registered() throws IOException {
        Map<String, String> registered = new TreeMap<>();
        for (String line : Files.readAllLines(REGISTER)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                TreeSet<String> labels = new TreeSet<>();
                for (String label : row.group(3).trim().split(", ", -1)) {
                    if (!label.isEmpty()) {
                        labels.add(label.substring(1, label.length() - 1));
                    }
                }
                registered.put(row.group(1), row.group(2) + " " + labels + " " + row.group(4));
            }
        }
        return registered;
    }

    private static double value(String page, String sample) {
        for (String line : page.lines().toList()) {
            if (line.startsWith(sample + " ")) {
                return Double.parseDouble(line.substring(sample.length() + 1));
            }
        }
        throw new AssertionError(sample + " is not in:\n" + page);
    }

    @Test
    void eachIsRegisteredWithItsTypeItsLabelsAndItsMeaning() throws IOException {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED)) {
            Monitor.report(server, "/varz");
            assertThat(described(page(server))).isEqualTo(registered());
        }
    }

    @Test
    void whatClientsDoIsCounted() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED)) {
            assertThat(value(page(server), "midge_connections")).isZero();
            try (WireClient one = WireClient.connect(server);
                    WireClient two = WireClient.connect(server)) {
                one.send("SUB x 1", "SUB x 2", "SUB y 3");
                one.fence();
                two.send("PUB x 5", "hello", "PUB z 2", "hi");
                two.fence();
                String page = page(server);
                assertThat(value(page, "midge_connections")).isEqualTo(2);
                assertThat(value(page, "midge_connections_opened_total")).isEqualTo(2);
                assertThat(value(page, "midge_connections_limit")).isEqualTo(65_536);
                assertThat(value(page, "midge_subscriptions")).isEqualTo(3);
                assertThat(value(page, "midge_received_messages_total")).isEqualTo(2);
                assertThat(value(page, "midge_received_bytes_total")).isEqualTo(7);
                assertThat(value(page, "midge_sent_messages_total")).isEqualTo(2);
                assertThat(value(page, "midge_sent_bytes_total")).isEqualTo(10);
                assertThat(value(page, "midge_retained_bytes")).isPositive();
                assertThat(value(page, "midge_buffer_bytes")).isPositive();
                assertThat(value(page, "midge_pending_limit_bytes")).isPositive();
                assertThat(value(page, "midge_accepting_clients")).isEqualTo(1);
                assertThat(value(page, "jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
                assertThat(value(page, "process_cpu_seconds_total")).isPositive();
            }
            Eventually.isTrue("both are gone", () -> value(page(server), "midge_connections") == 0);
        }
    }

    @Test
    void answersOfAuthenticationAreCountedByMethod() {
        try (ServerUnderTest server =
                ServerUnderTest.start(MONITORED, "authorization { users: [ {user: ann, password: pw} ] }")) {
            WireClient.expectRefused(server, Connect.user("ann", "wrong"));
            try (WireClient ann = WireClient.connect(server, Connect.user("ann", "pw"))) {
                ann.fence();
                String page = page(server);
                String answers = "midge_authentication_answers_total{answer=\"%s\",method=\"users\"}";
                assertThat(value(page, answers.formatted("granted"))).isEqualTo(1);
                assertThat(value(page, answers.formatted("denied"))).isEqualTo(1);
                assertThat(value(page, answers.formatted("unavailable"))).isZero();
                assertThat(value(page, "midge_authentication_seconds_total{method=\"users\"}"))
                        .isPositive();
            }
        }
    }

    @Test
    void theyAreNoReportOfNatsServer() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED, "http_base_path: \"/nats\"")) {
            assertThat(Monitor.ask(server, "GET", "/metrics").statusCode()).isEqualTo(404);
            HttpResponse<String> metrics = Monitor.ask(server, "HEAD", "/nats/metrics");
            assertThat(metrics.statusCode()).isEqualTo(200);
            assertThat(metrics.body()).isEmpty();
            assertThat(Monitor.map(Monitor.report(server, "/nats/varz").get("http_req_stats")))
                    .isEqualTo(Map.of("/varz", 1));
        }
    }

    @Test
    void namesOfTheServerAreEscaped() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED, "server_name: 'a\"b\\c'")) {
            assertThat(page(server)).contains("server_name=\"a\\\"b\\\\c\"");
            assertThat(List.copyOf(described(page(server)).keySet())).contains("midge_server_info");
        }
    }
}
