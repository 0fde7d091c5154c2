/**
 * Sockets: listens, accepts, and hands each connection the bytes that came.
 *
 * <p>Everything runs on the event loops. Knows Netty's channels and nothing of the protocol.
 */
@NullMarked
package dev.midge.server.net;

import org.jspecify.annotations.NullMarked;
