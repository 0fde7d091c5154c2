package dev.midge.server.monitor;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /connz} is asked for.
 *
 * @param auth whether users and accounts are shown
 * @param subscriptions whether the subjects of subscriptions are listed
 * @param details whether everything about subscriptions is listed
 * @param offset how many connections are left out at the beginning
 * @param limit how many are shown
 * @param id 0 for all, else only this one
 * @param sort as written
 * @param user empty for all, else only this one's
 * @param account empty for all, else only those of this one
 * @param mqttClient empty for all, else only the one of this MQTT client
 */
record ConnzQuery(
        boolean auth,
        boolean subscriptions,
        boolean details,
        long offset,
        long limit,
        long id,
        State state,
        String sort,
        String user,
        String account,
        String mqttClient) {

    /** Which connections, by their life. */
    enum State {
        OPEN,
        CLOSED,
        ALL;

        boolean open() {
            return this != CLOSED;
        }

        boolean closed() {
            return this != OPEN;
        }
    }

    static ConnzQuery of(Query query) throws BadQueryException {
        boolean auth = query.flag("auth");
        boolean details = query.asksForDetails();
        boolean subscriptions = !details && query.flag("subs");
        long offset = Math.max(0, query.integer("offset"));
        long limit = query.integer("limit");
        long id = query.unsigned("cid");
        return new ConnzQuery(
                auth,
                subscriptions,
                details,
                offset,
                id != 0 ? 1 : limit <= 0 ? Query.USUAL_LIMIT : limit,
                id,
                state(query.text("state")),
                query.text("sort"),
                query.text("user"),
                query.text("acc"),
                query.text("mqtt_client"));
    }

    private static State state(String text) throws BadQueryException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "", "open" -> State.OPEN;
            case "closed" -> State.CLOSED;
            case "any", "all" -> State.ALL;
            default -> throw new BadQueryException("Error decoding state for " + text);
        };
    }

    /** The order, which is looked at after the request was counted. */
    ConnzSort order() throws BadQueryException {
        ConnzSort order = sort.isEmpty() ? ConnzSort.CID : ConnzSort.of(sort);
        if (order == null) {
            throw new BadQueryException("invalid sorting option: " + sort);
        }
        if (order.closedOnly() && state != State.CLOSED) {
            throw new BadQueryException("sort by " + order.text() + " only valid on closed connections");
        }
        return order;
    }

    /** The account, null for any. */
    @Nullable
    String accountOrNull() {
        return account.isEmpty() ? null : account;
    }

    boolean listsSubscriptions() {
        return subscriptions || details;
    }
}
