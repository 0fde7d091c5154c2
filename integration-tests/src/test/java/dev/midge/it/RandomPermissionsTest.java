package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.permission.PermissionsModel;
import dev.midge.auth.permission.PermissionsModel.Reading;
import dev.midge.auth.permission.RandomLists;
import dev.midge.auth.permission.RandomLists.Subscription;
import dev.midge.auth.permission.Subjects;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Users with random permissions may do what the model says: authentication specification 10.1 and 10.2. The two intended
 * differences between nats-server and us are two readings of the model; which one counts depends on the server.
 *
 * <p>{@code -Dmidge.permissions.users=1000} makes it long, {@code -Dmidge.permissions.seed=N} asks for other lists.
 */
class RandomPermissionsTest {

    private static final int USERS = Integer.getInteger("midge.permissions.users", 40);
    private static final long SEED = Long.getLong("midge.permissions.seed", 20260729L);
    private static final int SUBSCRIPTIONS = 90;
    private static final int WATCHED = 8;

    private static final Reading READING = ServerUnderTest.isMidge() ? Reading.MIDGE : Reading.NATS_SERVER;

    private static final List<RandomLists> LISTS = lists();

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared(configuration());

    private final List<String> disagreements = new ArrayList<>();
    private int compared;
    private int permitted;

    @Test
    void subscriptionsAreAcceptedOrRefusedLikeTheModel(TestReporter reporter) {
        for (int user = 0; user < USERS; user++) {
            try (WireClient client = login(user)) {
                List<Subscription> asked = subscriptions(user, SUBSCRIPTIONS);
                for (int sid = 0; sid < asked.size(); sid++) {
                    client.send("SUB " + asked.get(sid) + " " + sid);
                }
                Set<String> refused = new LinkedHashSet<>(client.readUntilPong());
                for (Subscription s : asked) {
                    compare(
                            user,
                            "SUB " + s,
                            model(user).maySubscribe(s.pattern(), s.queue()),
                            !refused.remove(refusal(s)));
                }
                assertThat(refused).as("beside the refusals").isEmpty();
            }
        }
        conclude(reporter);
    }

    @Test
    void publishingIsAllowedOrRefusedLikeTheModel(TestReporter reporter) {
        for (int user = 0; user < USERS; user++) {
            try (WireClient client = login(user)) {
                client.sendRaw(publishingToAll());
                Set<String> refused = new LinkedHashSet<>(client.readUntilPong());
                List<String> publishable = Subjects.named(model(user).publishable());
                for (String subject : Subjects.all()) {
                    String refusal = "-ERR 'Permissions Violation for Publish to \"" + subject + "\"'";
                    compare(user, "PUB " + subject, publishable.contains(subject), !refused.remove(refusal));
                }
                assertThat(refused).as("beside the refusals").isEmpty();
            }
        }
        conclude(reporter);
    }

    @Test
    void deliveriesAreMadeOrKeptAwayLikeTheModel(TestReporter reporter) {
        try (WireClient publisher = WireClient.connect(SERVER, Connect.user("free", "pw"))) {
            for (int user = 0; user < USERS; user++) {
                try (WireClient client = login(user)) {
                    PermissionsModel model = model(user);
                    List<Subscription> accepted = subscriptions(user, SUBSCRIPTIONS).stream()
                            .filter(s -> model.maySubscribe(s.pattern(), s.queue()))
                            .limit(WATCHED)
                            .toList();
                    for (Subscription s : accepted) {
                        compareDeliveries(user, s, publisher, client);
                    }
                }
            }
        }
        conclude(reporter);
    }

    private void compareDeliveries(int user, Subscription s, WireClient publisher, WireClient client) {
        client.send("SUB " + s + " 1");
        client.fence();
        publisher.sendRaw(publishingToAll());
        publisher.fence();
        client.send("UNSUB 1"); // the PONG behind it comes when everything under way has come
        Set<String> received = new LinkedHashSet<>(client.readUntilPong());
        List<String> due = Subjects.named(model(user).received(s.pattern(), s.queue()));
        for (String subject : Subjects.all()) {
            String message = "MSG " + subject + " 1 0";
            compare(user, s + " gets " + subject, due.contains(subject), received.remove(message));
        }
        received.remove("");
        assertThat(received).as("beside the messages").isEmpty();
    }

    private void compare(int user, String what, boolean expected, boolean actual) {
        compared++;
        permitted += actual ? 1 : 0;
        if (expected != actual) {
            disagreements.add(what + " is " + (actual ? "permitted" : "refused") + " with " + LISTS.get(user));
        }
    }

    private void conclude(TestReporter reporter) {
        reporter.publishEntry("cases compared", compared + ", permitted " + permitted);
        assertThat(disagreements).as("seed %s", SEED).isEmpty();
        assertThat(permitted).isBetween(compared / 20, compared * 19 / 20);
    }

    private static PermissionsModel model(int user) {
        return new PermissionsModel(LISTS.get(user), READING);
    }

    /** Different ones, the same for a user in each test. */
    private static List<Subscription> subscriptions(int user, int count) {
        Random random = new Random(SEED + user);
        Set<Subscription> different = new LinkedHashSet<>();
        while (different.size() < count) {
            different.add(RandomLists.subscription(random));
        }
        return List.copyOf(different);
    }

    private static String refusal(Subscription s) {
        String queue = s.queue() == null ? "" : " using queue \"" + s.queue() + "\"";
        return "-ERR 'Permissions Violation for Subscription to \"" + s.pattern() + "\"" + queue + "'";
    }

    private static String publishingToAll() {
        StringBuilder text = new StringBuilder();
        Subjects.all().forEach(subject -> text.append("PUB ").append(subject).append(" 0\r\n\r\n"));
        return text.toString();
    }

    private static WireClient login(int user) {
        return WireClient.connect(SERVER, Connect.user("user" + user, "pw"));
    }

    private static List<RandomLists> lists() {
        Random random = new Random(SEED);
        List<RandomLists> lists = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            lists.add(RandomLists.from(random));
        }
        return lists;
    }

    private static String[] configuration() {
        List<String> lines = new ArrayList<>();
        lines.add("authorization { users: [ {user: free, password: pw}");
        for (int user = 0; user < USERS; user++) {
            RandomLists lists = LISTS.get(user);
            lines.add("{ user: user" + user + ", password: pw, permissions: {");
            lines.add("  publish: { allow: " + list(lists.publishAllow()) + ", deny: " + list(lists.publishDeny())
                    + " }");
            lines.add("  subscribe: { allow: " + list(lists.subscribeAllow()) + ", deny: " + list(lists.subscribeDeny())
                    + " } } }");
        }
        lines.add("] }");
        return lines.toArray(String[]::new);
    }

    private static String list(List<String> entries) {
        return entries.isEmpty() ? "[]" : "[\"" + String.join("\", \"", entries) + "\"]";
    }
}
