package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.midge.server.account.Accounts;
import dev.midge.server.connection.ClosedConnection;
import dev.midge.server.connection.ConnectionFilter;
import dev.midge.server.connection.OpenConnection;
import dev.midge.server.connection.OpenConnections;
import dev.midge.server.json.GoTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code /connz}: the clients that are connected, and the last ones that were. */
final class Connz implements JsonReport {

    private final Figures figures;

    Connz(Figures figures) {
        this.figures = figures;
    }

    @Override
    public String path() {
        return "/connz";
    }

    @Override
    public void write(JsonGenerator json, Request request) throws IOException, BadQueryException {
        // Bad parameters keep a request from being counted here, a bad order does not.
        ConnzQuery query = ConnzQuery.of(request.query());
        var unused = request.count();
        ConnzSort sort = query.order();
        if (query.accountOrNull() != null && !figures.accounts().has(query.account())) {
            writeUnknownAccount(json, query);
            return;
        }
        Found found = find(request, query);
        found.entries.sort(sort.order(latest(found.entries)));
        int from = (int) Math.min(query.offset(), found.entries.size());
        int to = from + (int) Math.min(query.limit(), found.entries.size() - from);
        // What is not shown can go: writing to somebody who reads slowly takes long.
        List<ConnectionEntry> page = List.copyOf(found.entries.subList(from, to));
        found.entries.clear();
        writeHead(json, query, figures.server().id(), to - from, found.total);
        json.writeArrayFieldStart("connections");
        for (ConnectionEntry entry : page) {
            entry.write(json, query);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static long latest(List<ConnectionEntry> entries) {
        long latest = 0;
        for (ConnectionEntry entry : entries) {
            latest = Math.max(latest, entry.figures().times().taken());
        }
        return latest;
    }

    private static void writeHead(JsonGenerator json, ConnzQuery query, String serverId, int shown, int total)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("server_id", serverId);
        json.writeStringField("now", GoTime.now());
        json.writeNumberField("num_connections", shown);
        json.writeNumberField("total", total);
        json.writeNumberField("offset", query.offset());
        json.writeNumberField("limit", query.limit());
    }

    /** Without a list, and without the server's id, as the reference answers. */
    private static void writeUnknownAccount(JsonGenerator json, ConnzQuery query) throws IOException {
        writeHead(json, query, "", 0, 0);
        json.writeNullField("connections");
        json.writeEndObject();
    }

    /**
     * What there is for a query.
     *
     * @param total connections of that state and account; user and number do not make it smaller
     */
    private record Found(int total, List<ConnectionEntry> entries) {}

    private Found find(Request request, ConnzQuery query) throws IOException {
        List<ConnectionEntry> entries = new ArrayList<>();
        int total = 0;
        if (query.state().open()) {
            ConnectionFilter filter =
                    new ConnectionFilter(query.accountOrNull(), query.user(), query.id(), query.listsSubscriptions());
            OpenConnections open = request.collect(() -> figures.connections().openConnections(filter));
            total += open.inAccount();
            for (OpenConnection connection : open.wanted()) {
                entries.add(ConnectionEntry.of(connection));
            }
        }
        boolean oneFound = query.id() != 0 && !entries.isEmpty();
        if (query.state().closed()) {
            for (ClosedConnection connection : figures.connections().closedConnections()) {
                if (inAccount(connection, query)) {
                    total++;
                    if (!oneFound && wanted(connection, query)) {
                        entries.add(ConnectionEntry.of(connection));
                    }
                }
            }
        }
        if (!query.mqttClient().isEmpty()) {
            // None of our clients is one of MQTT.
            entries.clear();
        }
        return new Found(total, entries);
    }

    /** nats-server server/server.go saveClosedClient: a closed connection does not remember the global account. */
    private static boolean inAccount(ClosedConnection connection, ConnzQuery query) {
        String account = connection.figures().account();
        return query.account().isEmpty() || (!account.equals(Accounts.GLOBAL) && account.equals(query.account()));
    }

    private static boolean wanted(ClosedConnection connection, ConnzQuery query) {
        return (query.id() == 0 || query.id() == connection.figures().id())
                && (query.user().isEmpty()
                        || query.user().equals(connection.figures().client().user()));
    }
}
