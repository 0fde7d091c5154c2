package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A client that listens to what the server tells of other clients. */
final class EventWatcher implements AutoCloseable {

    private static final String NAME = "watcher";

    private final WireClient client;
    private String subject = "";

    private EventWatcher(WireClient client) {
        this.client = client;
    }

    /** Logs in and subscribes; what happens to clients of the same name is not shown. */
    static EventWatcher of(ServerUnderTest server, Connect login, String... subjects) {
        WireClient client = WireClient.connect(server, login.with("name", NAME));
        for (int i = 0; i < subjects.length; i++) {
            client.send("SUB " + subjects[i] + ' ' + i);
        }
        client.readUntilPong();
        return new EventWatcher(client);
    }

    /** The next event, as the server wrote it. */
    String nextText() {
        while (true) {
            String line = client.readLine();
            assertThat(line).startsWith("MSG ");
            String[] words = line.split(" ", -1);
            byte[] payload = client.readLine().getBytes(StandardCharsets.ISO_8859_1);
            // nats-server writes a second blank where the reply would be.
            assertThat(payload).hasSize(Integer.parseInt(words[words.length - 1]));
            String text = new String(payload, StandardCharsets.UTF_8);
            if (!isOfWatcher(text)) {
                subject = words[1];
                return text;
            }
        }
    }

    /** The next event, which must come on that subject. */
    Map<String, Object> next(String expectedSubject) {
        Map<String, Object> event = Json.object(nextText());
        assertThat(subject).as(event::toString).isEqualTo(expectedSubject);
        return event;
    }

    /** The client that it tells of; without what no test can know. */
    static Map<String, Object> clientOf(Map<String, Object> event) {
        Map<String, Object> client = new LinkedHashMap<>(Monitor.map(event.get("client")));
        client.keySet().removeAll(Set.of("start", "stop", "rtt"));
        return client;
    }

    /** Ends quietly, also when events are left. */
    @Override
    public void close() {
        client.close();
    }

    /** Nothing of other clients has come up to now. */
    void expectNothing() {
        for (String line : client.readUntilPong()) {
            assertThat(line.startsWith("MSG ") || isOfWatcher(line)).as(line).isTrue();
        }
    }

    private static boolean isOfWatcher(String event) {
        return event.contains("\"name\":\"" + NAME + '"');
    }

    /** The end of the connection. */
    void expectClosed() {
        client.expectClosed();
    }
}
