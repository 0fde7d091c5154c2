package dev.midge.server.connection;

/**
 * What a client said of itself; empty where it said nothing.
 *
 * @param user the user name or public key that it gave; a token is not shown
 */
public record ClientNames(String name, String lang, String version, String user) {}
