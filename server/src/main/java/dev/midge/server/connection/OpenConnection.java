package dev.midge.server.connection;

import dev.midge.server.account.Subscription;
import java.util.List;

/**
 * A connection at one moment of its life.
 *
 * @param subscriptions those in force; empty when nobody asked for them
 */
public record OpenConnection(ConnectionFigures figures, List<Subscription> subscriptions) {}
