package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.midge.server.account.Account;
import dev.midge.server.account.AccountTraffic;
import dev.midge.server.json.Json;
import java.io.IOException;
import java.util.Map;

/** {@code /accstatz}: connections and traffic of each account that has connections, or of every one. */
final class AccountStatz implements JsonReport {

    private static final String[] OTHER_PEERS = {"gateways", "routes", "leafs"};

    private final Figures figures;

    AccountStatz(Figures figures) {
        this.figures = figures;
    }

    @Override
    public String path() {
        return "/accstatz";
    }

    @Override
    public void write(JsonGenerator json, Request request) throws IOException, BadQueryException {
        var unused = request.count();
        boolean idle = request.query().flag("unused");
        Map<Account, AccountTraffic> traffic =
                request.collect(() -> figures.connections().traffic());
        json.writeStartObject();
        Json.head(json, figures.server().id());
        json.writeArrayFieldStart("account_statz");
        for (Account account : figures.accounts().all()) {
            long connections = figures.connectionsOf(account);
            if (idle || connections > 0) {
                write(json, account, connections, traffic.getOrDefault(account, AccountTraffic.NONE));
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Account account, long connections, AccountTraffic traffic)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("acc", account.name());
        json.writeStringField("name", account.name());
        json.writeNumberField("conns", connections);
        json.writeNumberField("leafnodes", 0);
        json.writeNumberField("total_conns", connections);
        json.writeNumberField("num_subscriptions", account.subscriptionCount());
        messages(json, "sent", traffic.outMessages(), traffic.outBytes());
        messages(json, "received", traffic.inMessages(), traffic.inBytes());
        json.writeNumberField("slow_consumers", account.slowConsumerCount());
        json.writeEndObject();
    }

    private static void messages(JsonGenerator json, String name, long messages, long bytes) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("msgs", messages);
        json.writeNumberField("bytes", bytes);
        for (String peers : OTHER_PEERS) {
            json.writeObjectFieldStart(peers);
            Json.numbers(json, 0, "msgs", "bytes");
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
