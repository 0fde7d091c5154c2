package dev.midge.server.connection;

import dev.midge.server.account.SubscriptionFigures;
import java.util.List;

/**
 * What is remembered of a connection that has ended.
 *
 * @param figures as they were at the end
 * @param subscriptions as they were at the end; the list may be shorter than the figures say, or be forgotten
 */
public record ClosedConnection(ConnectionFigures figures, CloseReason reason, List<SubscriptionFigures> subscriptions) {

    ClosedConnection withoutSubscriptions() {
        return new ClosedConnection(figures, reason, List.of());
    }
}
