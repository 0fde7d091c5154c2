/**
 * The server's log: NATS levels and NATS lines, each server with switches of its own.
 *
 * <p>Anyone in the server may call {@link dev.midge.server.log.ServerLog}, on any thread; no call waits for the disk or
 * the terminal. Sinks are called on one writer thread each.
 */
@NullMarked
package dev.midge.server.log;

import org.jspecify.annotations.NullMarked;
