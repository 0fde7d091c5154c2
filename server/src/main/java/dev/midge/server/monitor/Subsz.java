package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.midge.protocol.subject.Subject;
import dev.midge.server.account.CacheWalk;
import dev.midge.server.account.Subscription;
import dev.midge.server.account.SubscriptionFigures;
import dev.midge.server.connection.ConnectionFilter;
import dev.midge.server.connection.OpenConnection;
import dev.midge.server.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /subsz}: the subscriptions of all accounts, or of one, and how well they are found. */
final class Subsz implements JsonReport {

    private final Figures figures;

    Subsz(Figures figures) {
        this.figures = figures;
    }

    @Override
    public String path() {
        return "/subsz";
    }

    @Override
    public String alias() {
        return "/subscriptionsz";
    }

    @Override
    public void write(JsonGenerator json, Request request) throws IOException, BadQueryException {
        var unused = request.count();
        Query query = request.query();
        boolean listed = query.flag("subs");
        long offset = Math.max(0, query.integer("offset"));
        long asked = query.integer("limit");
        long limit = asked <= 0 ? Query.USUAL_LIMIT : asked;
        byte[] test = test(query.text("test"));
        String account = query.text("acc").isEmpty() ? null : query.text("acc");
        Page page = listed ? Page.of(list(request, account, test), offset, limit) : Page.NONE;
        List<CacheWalk> caches = request.collect(() -> figures.connections().caches(account));

        json.writeStartObject();
        Json.head(json, figures.server().id());
        SublistStats.write(json, figures.accounts().interest(account), caches);
        json.writeNumberField("total", page.total);
        json.writeNumberField("offset", offset);
        json.writeNumberField("limit", limit);
        list(json, page.entries);
        json.writeEndObject();
    }

    private static byte @Nullable [] test(String text) throws BadQueryException {
        if (text.isEmpty()) {
            return null;
        }
        byte[] subject = Subject.bytes(text);
        if (!Subject.isValidLiteral(subject)) {
            throw new BadQueryException("invalid test subject, must be valid publish subject: " + text);
        }
        return subject;
    }

    /** A subscription and whose it is. */
    private record Listed(SubscriptionFigures subscription, String account, long id) {}

    /** What is shown of so many; the rest can go, since writing to somebody who reads slowly takes long. */
    private record Page(int total, List<Listed> entries) {

        static final Page NONE = new Page(0, List.of());

        static Page of(List<Listed> list, long offset, long limit) {
            int from = (int) Math.min(offset, list.size());
            int to = from + (int) Math.min(limit, list.size() - from);
            return new Page(list.size(), List.copyOf(list.subList(from, to)));
        }
    }

    /** Collected from the connections rather than from the accounts, whose locks would be held too long. */
    private List<Listed> list(Request request, @Nullable String account, byte @Nullable [] test) throws IOException {
        ConnectionFilter filter = new ConnectionFilter(account, "", 0, true);
        List<Listed> list = new ArrayList<>();
        for (OpenConnection open : request.collect(() -> figures.connections().openConnections(filter))
                .wanted()) {
            for (Subscription sub : open.subscriptions()) {
                SubscriptionFigures subscription = SubscriptionFigures.of(sub);
                if (test == null || subscription.matches(test)) {
                    list.add(new Listed(
                            subscription,
                            open.figures().account(),
                            open.figures().id()));
                }
            }
        }
        return list;
    }

    private static void list(JsonGenerator json, List<Listed> page) throws IOException {
        if (page.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("subscriptions_list");
        for (Listed listed : page) {
            ConnectionEntry.subscription(json, listed.subscription, listed.account, listed.id);
        }
        json.writeEndArray();
    }
}
