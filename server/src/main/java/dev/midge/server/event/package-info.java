/**
 * What the server tells of itself: messages in the system account about logins, refusals and the ends of connections.
 *
 * <p>Whether anybody listens is asked first, on the loop where something happens; the message is made and published on
 * another loop, perhaps, and a moment later.
 */
@NullMarked
package dev.midge.server.event;

import org.jspecify.annotations.NullMarked;
