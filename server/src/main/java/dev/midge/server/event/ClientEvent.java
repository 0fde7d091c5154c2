package dev.midge.server.event;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.midge.server.connection.CloseReason;
import dev.midge.server.connection.ConnectionFigures;
import dev.midge.server.json.GoTime;
import dev.midge.server.json.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Something happened to a client: its login, or its end. Members and their order are those of nats-server
 * server/events.go, ConnectEventMsg and DisconnectEventMsg.
 *
 * @param reason why the client was refused or closed; null when it has logged in
 */
record ClientEvent(ConnectionFigures client, @Nullable CloseReason reason) {

    void write(JsonGenerator json, ServerHead server, Nuid ids) throws IOException {
        String when = GoTime.text(client.times().taken());
        json.writeStartObject();
        json.writeStringField(
                "type", "io.nats.server.advisory.v1." + (reason == null ? "client_connect" : "client_disconnect"));
        json.writeStringField("id", ids.next());
        json.writeStringField("timestamp", when);
        json.writeFieldName("server");
        server.write(json);
        client(json, when);
        if (reason != null) {
            ConnectionFigures.Traffic traffic = client.traffic();
            traffic(json, "sent", traffic.inMessages(), traffic.inBytes());
            traffic(json, "received", traffic.outMessages(), traffic.outBytes());
            json.writeStringField("reason", reason.text());
        }
        json.writeEndObject();
    }

    private void client(JsonGenerator json, String when) throws IOException {
        json.writeObjectFieldStart("client");
        json.writeStringField("start", GoTime.text(client.times().start()));
        json.writeStringField("host", client.host());
        json.writeNumberField("id", client.id());
        json.writeStringField("acc", client.account());
        Json.given(json, "user", client.client().user());
        Json.given(json, "name", client.client().name());
        Json.given(json, "lang", client.client().lang());
        Json.given(json, "ver", client.client().version());
        if (reason != null) {
            Json.given(json, "rtt", GoTime.measured(client.times().roundTrip()));
            json.writeStringField("stop", when);
        }
        Json.given(json, "issuer_key", client.issuer());
        json.writeStringField("name_tag", client.account());
        json.writeStringField("kind", "Client");
        json.writeStringField("client_type", "nats");
        json.writeEndObject();
    }

    private static void traffic(JsonGenerator json, String name, long messages, long bytes) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("msgs", messages);
        json.writeNumberField("bytes", bytes);
        json.writeEndObject();
    }
}
