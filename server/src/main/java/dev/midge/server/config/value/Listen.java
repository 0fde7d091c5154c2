package dev.midge.server.config.value;

/** Where to listen: an empty host stands for the default of the listener. */
public record Listen(String host, int port) {}
