package dev.midge.it;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Allow and deny lists with queues against subscriptions with wildcards: authentication specification 10.2.
 *
 * <p>Each list has a user of its own, named by its number in {@link #LISTS}.
 */
class SubscribePermissionsTest {

    private static final List<String> LISTS = List.of(
            "allow: \"foo.*\"",
            "allow: [\"foo.*\", \"foo.*.>\"]",
            "allow: [\"*\", \"*.>\"]",
            "allow: [\"*\", \"*.*\", \"*.*.>\"]",
            "allow: [\"foo.*\", \"foo.*.*.>\"]",
            "allow: [\"q.* grp\", \"q.>\"]",
            "allow: [\"q.> grp\", \"q.*\"]",
            "allow: [\"foo.*\", \"foo.bar h\"]",
            "deny: \"foo.*\"",
            "deny: [\"foo.*\", \"foo.*.>\"]",
            "deny: \"foo.* g\"",
            "allow: [\"foo v1.*\"]",
            "allow: [\"bar\", \"bar g\"]",
            "deny: \"> >\"",
            "deny: [\"q.x grp\"]",
            "allow: [\"foo.a\", \"foo.b\"]",
            "allow: [\"q.> grp\", \"z\"]");

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared(configuration());

    @ParameterizedTest(name = "{0} accepts {1}")
    @CsvSource({
        "0, foo.*",
        "0, foo.a",
        "1, foo.>",
        "1, foo.> g",
        "1, foo.a",
        "1, foo.a.b",
        "2, >",
        "3, >",
        "4, foo.*",
        "5, q.>",
        "5, q.> grp",
        "5, q.a.b oth",
        "6, q.> grp",
        "6, q.*",
        "7, foo.* g",
        "7, foo.bar",
        "7, foo.bar h",
        "8, >",
        "8, foo",
        "8, foo.a.b",
        "9, >",
        "9, foo",
        "10, foo.>",
        "10, foo.* h",
        "10, foo.*",
        "10, foo.a",
        "11, foo v1.a",
        "11, foo v1.b",
        "12, bar",
        "12, bar g",
        "13, any.thing",
        "13, >",
        "14, q.x",
        "14, q.x other",
        "15, foo.a",
        "16, q.a grp",
        "16, z",
        "16, z any"
    })
    void isAccepted(int list, String subscription) {
        try (WireClient client = login(list)) {
            client.send("SUB " + subscription + " 1");
            client.expectNothing();
        }
    }

    @ParameterizedTest(name = "{0} refuses {1}")
    @CsvSource({
        "0, >",
        "0, *.a",
        "0, foo.*.*",
        "1, >",
        "1, foo",
        "5, q.> oth",
        "6, q.> oth",
        "6, q.* oth",
        "7, foo.bar g",
        "8, foo.*",
        "8, foo.a",
        "9, foo.>",
        "9, foo.*",
        "10, foo.* g",
        "10, foo.a g",
        "11, foo",
        "11, foo other",
        "11, foo v1",
        "11, foo v1.a.b",
        "12, bar h",
        "13, any.thing q",
        "13, > q.r",
        "14, q.x grp",
        "15, foo.*",
        "15, foo.>",
        "16, q.a",
        "16, q.a oth"
    })
    void isRefused(int list, String subscription) {
        try (WireClient client = login(list)) {
            client.send("SUB " + subscription + " 1");
            client.expect(refusal(subscription));
            client.expectNothing();
        }
    }

    @Deviation("a subscription needs permission for every subject that it matches")
    @ParameterizedTest(name = "{0} refuses {1}")
    @CsvSource({"0, foo.>", "0, foo.> g", "4, foo.>", "6, q.>"})
    void isRefusedBecauseItMatchesMoreThanTheAllowEntries(int list, String subscription) {
        try (WireClient client = login(list)) {
            client.send("SUB " + subscription + " 1");
            client.expect(refusal(subscription));
            client.expectNothing();
        }
    }

    @Deviation("a deny entry refuses a subscription only when it denies all of it")
    @ParameterizedTest(name = "{0} accepts {1}")
    @CsvSource({"8, foo.>", "10, foo.> g"})
    void isAcceptedBecauseItMatchesMoreThanTheDenyEntries(int list, String subscription) {
        try (WireClient client = login(list)) {
            client.send("SUB " + subscription + " 1");
            client.expectNothing();
            client.send("PUB foo.a 0", "", "PUB foo.a.b 0", "");
            client.expect("MSG foo.a.b 1 0", "");
            client.expectNothing();
        }
    }

    private static String refusal(String subscription) {
        String[] parts = subscription.split(" ", -1);
        String queue = parts.length == 1 ? "" : " using queue \"" + parts[1] + "\"";
        return "-ERR 'Permissions Violation for Subscription to \"" + parts[0] + "\"" + queue + "'";
    }

    private static WireClient login(int list) {
        return WireClient.connect(SERVER, Connect.user("user" + list, "pw"));
    }

    private static String[] configuration() {
        List<String> lines = new ArrayList<>();
        lines.add("authorization { users: [");
        for (int i = 0; i < LISTS.size(); i++) {
            lines.add("  { user: user" + i + ", password: pw, permissions: { subscribe: { " + LISTS.get(i) + " } } }");
        }
        lines.add("] }");
        return lines.toArray(String[]::new);
    }
}
