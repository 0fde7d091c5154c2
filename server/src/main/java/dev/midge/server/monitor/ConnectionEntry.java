package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.midge.server.account.Accounts;
import dev.midge.server.account.SubscriptionFigures;
import dev.midge.server.connection.ClosedConnection;
import dev.midge.server.connection.ConnectionFigures;
import dev.midge.server.connection.OpenConnection;
import dev.midge.server.json.GoTime;
import dev.midge.server.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * One connection in {@code /connz}, open or closed.
 *
 * @param reason why it was closed; empty while it is open
 * @param subscriptions made when they are written, which happens to the entries of one page only
 */
record ConnectionEntry(ConnectionFigures figures, String reason, Supplier<List<SubscriptionFigures>> subscriptions) {

    static ConnectionEntry of(OpenConnection open) {
        return new ConnectionEntry(
                open.figures(),
                "",
                () -> open.subscriptions().stream().map(SubscriptionFigures::of).toList());
    }

    static ConnectionEntry of(ClosedConnection closed) {
        return new ConnectionEntry(closed.figures(), closed.reason().text(), closed::subscriptions);
    }

    long id() {
        return figures.id();
    }

    /** The figures of each event loop are of a moment of its own; only against one moment can they be compared. */
    long uptimeAt(long now) {
        return closed() ? figures.times().uptime() : now - figures.times().start();
    }

    private boolean closed() {
        return !reason.isEmpty();
    }

    void write(JsonGenerator json, ConnzQuery query) throws IOException {
        json.writeStartObject();
        json.writeNumberField("cid", figures.id());
        json.writeStringField("kind", "Client");
        json.writeStringField("type", "nats");
        json.writeStringField("ip", figures.host());
        json.writeNumberField("port", figures.port());
        times(json);
        traffic(json);
        json.writeNumberField("subscriptions", figures.subscriptions());
        Json.given(json, "name", figures.client().name());
        Json.given(json, "lang", figures.client().lang());
        Json.given(json, "version", figures.client().version());
        if (query.auth()) {
            Json.given(json, "authorized_user", figures.client().user());
            Json.given(json, "account", account());
        }
        subscriptions(json, query);
        if (query.auth()) {
            Json.given(json, "issuer_key", figures.issuer());
            Json.given(json, "name_tag", nameTag());
        }
        if (!figures.proxy().isEmpty()) {
            json.writeObjectFieldStart("proxy");
            json.writeStringField("key", figures.proxy());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void times(JsonGenerator json) throws IOException {
        ConnectionFigures.Times times = figures.times();
        json.writeStringField("start", GoTime.text(times.start()));
        json.writeStringField("last_activity", GoTime.text(times.lastActivity()));
        if (closed()) {
            json.writeStringField("stop", GoTime.text(times.taken()));
            json.writeStringField("reason", reason);
        }
        json.writeStringField("rtt", GoTime.roundTrip(times.roundTrip()));
        json.writeStringField("uptime", GoTime.span(times.uptime()));
        json.writeStringField("idle", GoTime.span(times.idle()));
    }

    private void traffic(JsonGenerator json) throws IOException {
        ConnectionFigures.Traffic traffic = figures.traffic();
        json.writeNumberField("pending_bytes", traffic.pendingBytes());
        json.writeNumberField("in_msgs", traffic.inMessages());
        json.writeNumberField("out_msgs", traffic.outMessages());
        json.writeNumberField("in_bytes", traffic.inBytes());
        json.writeNumberField("out_bytes", traffic.outBytes());
        Json.given(json, "stalls", traffic.stalls());
    }

    /** nats-server does not name the global account here. */
    private String account() {
        return figures.account().equals(Accounts.GLOBAL) ? "" : figures.account();
    }

    /** The account's name stands for its tag; of closed connections the global account is forgotten. */
    private String nameTag() {
        return closed() ? account() : figures.account();
    }

    private void subscriptions(JsonGenerator json, ConnzQuery query) throws IOException {
        List<SubscriptionFigures> list = query.listsSubscriptions() ? subscriptions.get() : List.of();
        if (list.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(query.details() ? "subscriptions_list_detail" : "subscriptions_list");
        // nats-server server/server.go saveClosedClient: only closed connections name the account at each subscription.
        String account = closed() ? figures.account() : "";
        for (SubscriptionFigures sub : list) {
            if (query.details()) {
                subscription(json, sub, account, id());
            } else {
                json.writeString(sub.subject());
            }
        }
        json.writeEndArray();
    }

    /** One subscription with everything about it; the account may be empty. */
    static void subscription(JsonGenerator json, SubscriptionFigures sub, String account, long id) throws IOException {
        json.writeStartObject();
        Json.given(json, "account", account);
        Json.given(json, "account_tag", account);
        json.writeStringField("subject", sub.subject());
        Json.given(json, "qgroup", sub.queue());
        json.writeStringField("sid", sub.sid());
        json.writeNumberField("msgs", sub.delivered());
        if (sub.limit() > 0) {
            json.writeNumberField("max", sub.limit());
        }
        json.writeNumberField("cid", id);
        json.writeEndObject();
    }
}
