/**
 * Programs that put a server under load or under pressure, measure it from outside and fail when a bound is broken. They
 * know a server by its executable, its port, its log and its process, so nats-server can stand beside ours. Linux only.
 */
@NullMarked
package dev.midge.load;

import org.jspecify.annotations.NullMarked;
