/**
 * Accounts and what happens inside one: who is interested in a subject, and the walk from a message to its receivers.
 *
 * <p>Nothing here knows a socket. A {@link Router} belongs to one event loop; an {@link Account} is shared by all of them.
 */
@NullMarked
package dev.midge.server.account;

import org.jspecify.annotations.NullMarked;
