package dev.midge.server.event;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.midge.server.json.GoTime;
import dev.midge.server.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whose message it is: the {@code server} object that every message of the server carries. It also counts them.
 *
 * <p>Thread: one at a time, unless a method says otherwise.
 */
public final class ServerHead {

    private final String name;
    private final String host;
    private final String id;
    private final String version;
    private volatile Marks marks;
    private long sequence;

    /** What a reload may replace. */
    private record Marks(List<String> tags, Map<String, String> metadata) {}

    /**
     * The head of all messages of one server.
     *
     * @param host what INFO names
     * @param version of nats-server that it stands in for
     */
    public ServerHead(
            String name, String host, String id, String version, List<String> tags, Map<String, String> metadata) {
        this.name = name;
        this.host = host;
        this.id = id;
        this.version = version;
        this.marks = new Marks(List.copyOf(tags), new TreeMap<>(metadata));
    }

    /** Marks the messages that follow in another way; any thread. */
    void mark(List<String> tags, Map<String, String> metadata) {
        marks = new Marks(List.copyOf(tags), new TreeMap<>(metadata));
    }

    String id() {
        return id;
    }

    /** Writes the object, for the next message. */
    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("host", host);
        json.writeStringField("id", id);
        json.writeStringField("ver", version);
        Marks now = marks;
        if (!now.tags.isEmpty()) {
            Json.texts(json, "tags", now.tags);
        }
        if (!now.metadata.isEmpty()) {
            json.writeObjectFieldStart("metadata");
            for (Map.Entry<String, String> entry : now.metadata.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        }
        json.writeBooleanField("jetstream", false);
        json.writeNumberField("flags", 0);
        json.writeNumberField("seq", ++sequence);
        json.writeStringField("time", GoTime.now());
        json.writeEndObject();
    }
}
