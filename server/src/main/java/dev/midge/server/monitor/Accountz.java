package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.midge.server.account.Account;
import dev.midge.server.account.CacheWalk;
import dev.midge.server.json.GoTime;
import dev.midge.server.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code /accountz}: the names of the accounts, or one account. */
final class Accountz implements JsonReport {

    private final Figures figures;

    Accountz(Figures figures) {
        this.figures = figures;
    }

    @Override
    public String path() {
        return "/accountz";
    }

    @Override
    public void write(JsonGenerator json, Request request) throws IOException, BadQueryException {
        var unused = request.count();
        String name = request.query().text("acc");
        if (name.isEmpty()) {
            names(json);
        } else {
            detail(json, request, existing(name));
        }
    }

    private Account existing(String name) throws BadQueryException {
        Account account = figures.accounts().find(name);
        if (account == null) {
            throw new BadQueryException("Account " + name + " does not exist");
        }
        return account;
    }

    private void head(JsonGenerator json) throws IOException {
        json.writeStartObject();
        Json.head(json, figures.server().id());
        String system = figures.accounts().systemName();
        Json.given(json, "system_account", system == null ? "" : system);
    }

    private void names(JsonGenerator json) throws IOException {
        List<String> names = new ArrayList<>();
        for (Account account : figures.accounts().all()) {
            names.add(account.name());
        }
        head(json);
        Json.texts(json, "accounts", names);
        json.writeEndObject();
    }

    private void detail(JsonGenerator json, Request request, Account account) throws IOException {
        List<CacheWalk> caches = request.collect(() -> figures.connections().caches(account.name()));
        head(json);
        json.writeObjectFieldStart("account_detail");
        json.writeStringField("account_name", account.name());
        json.writeStringField("update_time", GoTime.text(account.updated()));
        Json.given(json, "is_system", account.isSystem());
        json.writeBooleanField("expired", false);
        json.writeBooleanField("complete", true);
        json.writeBooleanField("jetstream_enabled", false);
        json.writeNumberField("leafnode_connections", 0);
        json.writeNumberField("client_connections", figures.connectionsOf(account));
        json.writeNumberField("subscriptions", account.subscriptionCount());
        json.writeStringField("name_tag", account.name());
        json.writeObjectFieldStart("sublist_stats");
        SublistStats.write(json, account.interest(), caches);
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }
}
