/**
 * Readers of accounts and users: what an {@code authorization} block says, what the {@code accounts} block says, and the
 * permissions in both.
 *
 * <p>What goes together is looked at above, where the options are. Imports, exports, mappings and the like are read for
 * their mistakes only: those features are not there. Everything runs on the thread that loads or reloads the configuration.
 */
@NullMarked
package dev.midge.server.config.account;

import org.jspecify.annotations.NullMarked;
