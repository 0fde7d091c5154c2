package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report on subscriptions: accounts and monitoring specification 5.6. */
class SubszTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared("http: \"127.0.0.1:-1\"");

    @Test
    void theNumbersAreThereWithoutAList() {
        Map<String, Object> report = Monitor.report(SERVER, "/subsz");
        assertThat(report.keySet())
                .containsExactly(
                        "server_id",
                        "now",
                        "num_subscriptions",
                        "num_cache",
                        "num_inserts",
                        "num_removes",
                        "num_matches",
                        "cache_hit_rate",
                        "max_fanout",
                        "avg_fanout",
                        "total",
                        "offset",
                        "limit");
        assertThat(report).containsEntry("total", 0).containsEntry("offset", 0).containsEntry("limit", 1024);
        assertThat(Monitor.report(SERVER, "/subscriptionsz").keySet()).isEqualTo(report.keySet());
    }

    @Test
    void comingAndGoingIsCounted() {
        try (WireClient client = WireClient.connect(SERVER)) {
            Map<String, Object> before = Monitor.report(SERVER, "/subsz?acc=$G");
            client.send("SUB in.1 1", "SUB in.2 2", "SUB in.* 3", "UNSUB 2", "PUB in.1 0", "", "PUB in.1 0", "");
            client.readUntilPong();
            Map<String, Object> after = Monitor.report(SERVER, "/subsz?acc=$G");
            assertThat(grown("num_subscriptions", before, after)).isEqualTo(2);
            assertThat(grown("num_inserts", before, after)).isEqualTo(3);
            assertThat(grown("num_removes", before, after)).isEqualTo(1);
            assertThat(grown("num_matches", before, after)).isPositive();
            assertThat(after).containsEntry("max_fanout", 2);
            assertThat(((Number) after.get("avg_fanout")).doubleValue()).isBetween(0.1, 2.0);
            assertThat(((Number) after.get("cache_hit_rate")).doubleValue()).isBetween(0.0, 1.0);
        }
    }

    private static int grown(String name, Map<String, Object> before, Map<String, Object> after) {
        return (int) after.get(name) - (int) before.get(name);
    }

    @Test
    void subscriptionsAreListedWithWhoseTheyAre() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB list.a 1", "SUB list.> q 2", "UNSUB 2 9", "PUB list.a 0", "");
            client.readUntilPong();
            Object cid = client.info().get("client_id");
            Map<String, Object> report = Monitor.report(SERVER, "/subsz?subs=1&test=list.a&acc=$G");
            assertThat(report).containsEntry("total", 2);
            assertThat(Monitor.maps(report.get("subscriptions_list")))
                    .containsExactlyInAnyOrder(
                            Map.of(
                                    "account",
                                    "$G",
                                    "account_tag",
                                    "$G",
                                    "subject",
                                    "list.a",
                                    "sid",
                                    "1",
                                    "msgs",
                                    1,
                                    "cid",
                                    cid),
                            Map.of(
                                    "account",
                                    "$G",
                                    "account_tag",
                                    "$G",
                                    "subject",
                                    "list.>",
                                    "qgroup",
                                    "q",
                                    "sid",
                                    "2",
                                    "msgs",
                                    1,
                                    "max",
                                    9,
                                    "cid",
                                    cid));
            assertThat(subjects("test=list.b")).containsExactly("list.>");
            assertThat(subjects("test=list.b.c")).containsExactly("list.>");
            assertThat(Monitor.report(SERVER, "/subsz?subs=1&test=unlisted")).containsEntry("total", 0);
        }
    }

    private static List<Object> subjects(String parameters) {
        List<Object> subjects = new ArrayList<>();
        Monitor.maps(Monitor.report(SERVER, "/subsz?subs=true&" + parameters).get("subscriptions_list"))
                .forEach(sub -> subjects.add(sub.get("subject")));
        return subjects;
    }

    @Test
    void pagesTogetherAreTheWhole() {
        try (WireClient client = WireClient.connect(SERVER)) {
            for (int i = 0; i < 10; i++) {
                client.send("SUB page.x " + i);
            }
            client.fence();
            List<Object> sids = new ArrayList<>();
            for (int offset = 0; offset < 12; offset += 4) {
                Map<String, Object> page = Monitor.report(SERVER, "/subsz?subs=1&test=page.x&limit=4&offset=" + offset);
                assertThat(page)
                        .containsEntry("total", 10)
                        .containsEntry("offset", offset)
                        .containsEntry("limit", 4);
                Monitor.maps(page.get("subscriptions_list")).forEach(sub -> sids.add(sub.get("sid")));
            }
            assertThat(sids).hasSize(10);
            assertThat(Monitor.report(SERVER, "/subsz?subs=1&test=page.x&offset=99"))
                    .doesNotContainKey("subscriptions_list")
                    .containsEntry("total", 10);
        }
    }

    @Test
    void anUnknownAccountHasNoSubscriptions() {
        assertThat(Monitor.report(SERVER, "/subsz?acc=nobody&subs=1"))
                .containsEntry("num_subscriptions", 0)
                .containsEntry("num_inserts", 0)
                .containsEntry("total", 0)
                .doesNotContainKey("subscriptions_list");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "test=*, `invalid test subject, must be valid publish subject: *`",
                "test=foo..bar, `invalid test subject, must be valid publish subject: foo..bar`",
                "test=foo.%3E, `invalid test subject, must be valid publish subject: foo.>`",
                "subs=detail, Error decoding boolean for 'subs': strconv.ParseBool: parsing \"detail\": invalid syntax",
                "limit=x, Error decoding int for 'limit': strconv.Atoi: parsing \"x\": invalid syntax",
                "offset=x, Error decoding int for 'offset': strconv.Atoi: parsing \"x\": invalid syntax"
            })
    void whatMakesNoSenseIsRefused(String parameters, String text) {
        assertThat(Monitor.refusal(SERVER, "/subsz?" + parameters)).isEqualTo(text);
    }
}
