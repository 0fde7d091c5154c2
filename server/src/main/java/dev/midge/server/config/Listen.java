package dev.midge.server.config;

/** Where to listen: an empty host stands for the default of the listener. */
record Listen(String host, int port) {}
