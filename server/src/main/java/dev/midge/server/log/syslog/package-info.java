/**
 * A client of syslog, in the format and over the networks of Go's {@code log/syslog}, which nats-server logs through.
 *
 * <p>Knows nothing of the log it serves. Calls block; they belong on the log's writer thread.
 */
@NullMarked
package dev.midge.server.log.syslog;

import org.jspecify.annotations.NullMarked;
