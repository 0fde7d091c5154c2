package dev.midge.server.connection;

import java.util.List;

/**
 * The connections that a filter let through.
 *
 * @param inAccount how many there are in the account, whether the rest of the filter wants them or not
 */
public record OpenConnections(int inAccount, List<OpenConnection> wanted) {}
