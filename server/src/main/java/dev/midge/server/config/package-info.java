/**
 * From configuration text and command-line flags to {@link dev.midge.server.config.ServerOptions}.
 *
 * <p>{@code ConfParser} turns text into a tree of {@code ConfNode}s with positions, {@code Options} lists every option
 * as one row, {@link dev.midge.server.config.Configuration} reads the tree through the rows. After that nobody sees a
 * key or a string. Everything here runs on the thread that loads or reloads the configuration; what it returns is
 * immutable.
 */
@NullMarked
package dev.midge.server.config;

import org.jspecify.annotations.NullMarked;
