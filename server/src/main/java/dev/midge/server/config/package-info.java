/**
 * From configuration text and command-line flags to {@link dev.midge.server.config.ServerOptions}.
 *
 * <p>{@code Options} lists every option as one row, and {@link dev.midge.server.config.Configuration} reads the tree of a
 * text through the rows. After that nobody sees a key or a string. Below, each knowing only those after it: {@code block},
 * {@code account}, {@code value} and {@code language}. Everything here runs on the thread that loads or reloads the
 * configuration; what it returns is immutable.
 */
@NullMarked
package dev.midge.server.config;

import org.jspecify.annotations.NullMarked;
