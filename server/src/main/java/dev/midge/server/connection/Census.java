package dev.midge.server.connection;

import dev.midge.server.account.Subscription;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the connections of one loop and takes down the figures of those that are wanted, in steps, so that the loop
 * serves its clients in between.
 *
 * <p>Thread: {@link #step} on the loop; the result by whoever knows that the last step is done.
 */
final class Census {

    /** A step is worth so many connections; one with many subscriptions to copy counts for more. */
    private static final int STEP = 256;

    private static final int SUBSCRIPTIONS_WORTH_ONE = 32;

    private final Loop loop;
    private final ConnectionFilter filter;
    private final List<OpenConnection> found = new ArrayList<>();
    private ClientConnection @Nullable [] all;
    private int next;
    private int inAccount;

    Census(Loop loop, ConnectionFilter filter) {
        this.loop = loop;
        this.filter = filter;
    }

    /** Visits the next connections; true when all have been visited. */
    boolean step() {
        ClientConnection[] walked = all;
        if (walked == null) {
            walked = loop.connections().snapshot();
            all = walked;
        }
        int worth = 0;
        while (next < walked.length && worth < STEP) {
            worth += visit(walked[next++]);
        }
        return next == walked.length;
    }

    private int visit(ClientConnection connection) {
        if (connection.closing() || !filter.inAccount(connection)) {
            return 1;
        }
        inAccount++;
        if (!filter.wants(connection)) {
            return 1;
        }
        List<Subscription> subscriptions = filter.subscriptions() ? connection.subscriptions() : List.of();
        found.add(new OpenConnection(connection.figures(), subscriptions));
        return 1 + subscriptions.size() / SUBSCRIPTIONS_WORTH_ONE;
    }

    int inAccount() {
        return inAccount;
    }

    List<OpenConnection> found() {
        return found;
    }
}
