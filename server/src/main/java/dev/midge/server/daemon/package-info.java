/**
 * The process {@code nats-server} around one server: command line, signals, log, pid file and ports file. Nobody depends on
 * it.
 */
@NullMarked
package dev.midge.server.daemon;

import org.jspecify.annotations.NullMarked;
