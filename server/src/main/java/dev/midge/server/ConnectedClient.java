package dev.midge.server;

import dev.midge.server.account.Subscription;
import dev.midge.server.account.SubscriptionFigures;
import dev.midge.server.connection.ConnectionFigures;
import dev.midge.server.connection.OpenConnection;
import java.util.ArrayList;
import java.util.List;

/** A client as it was when {@link Server#connections} was called; immutable, and holds on to nothing of the server. */
public final class ConnectedClient {

    private final ConnectionFigures figures;
    private final List<SubscriptionFigures> subscriptions;

    private ConnectedClient(ConnectionFigures figures, List<SubscriptionFigures> subscriptions) {
        this.figures = figures;
        this.subscriptions = subscriptions;
    }

    static ConnectedClient of(OpenConnection open) {
        List<SubscriptionFigures> figures = new ArrayList<>();
        for (Subscription subscription : open.subscriptions()) {
            figures.add(SubscriptionFigures.of(subscription));
        }
        return new ConnectedClient(open.figures(), List.copyOf(figures));
    }

    /** The number of the connection, {@code cid} in logs and monitoring. */
    public long id() {
        return figures.id();
    }

    /** The name that the client gave itself; empty without one. */
    public String name() {
        return figures.client().name();
    }

    /** The user name or public key that the client logged in with; empty without one. Tokens are not shown. */
    public String user() {
        return figures.client().user();
    }

    /** The account whose subjects it sees, {@code $G} unless its user has another one. */
    public String account() {
        return figures.account();
    }

    /** The language of the client library, {@code java} for instance; empty when it does not say. */
    public String lang() {
        return figures.client().lang();
    }

    /** The version of the client library; empty when it does not say. */
    public String version() {
        return figures.client().version();
    }

    /** The address that the client comes from. */
    public String host() {
        return figures.host();
    }

    /** The port that the client comes from. */
    public int port() {
        return figures.port();
    }

    /** Subscriptions in force, in no particular order. */
    public List<SubscriptionFigures> subscriptions() {
        return subscriptions;
    }

    /** The subjects of the subscriptions in force, in the same order. */
    public List<String> subjects() {
        List<String> subjects = new ArrayList<>();
        for (SubscriptionFigures subscription : subscriptions) {
            subjects.add(subscription.subject());
        }
        return List.copyOf(subjects);
    }

    /** Messages that the client has published. */
    public long inMessages() {
        return figures.traffic().inMessages();
    }

    /** Messages that were delivered to the client. */
    public long outMessages() {
        return figures.traffic().outMessages();
    }

    /** Bytes that wait to be written to the client. */
    public long pendingBytes() {
        return figures.traffic().pendingBytes();
    }

    @Override
    public String toString() {
        return "cid " + id() + ", name \"" + name() + "\", user \"" + user() + "\", subjects " + subjects();
    }
}
