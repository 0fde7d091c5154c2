/**
 * Readers of the blocks whose features are not there: {@code cluster}, {@code gateway}, {@code leafnodes},
 * {@code websocket}, {@code mqtt}, {@code jetstream}, {@code tls}, operators and resolvers.
 *
 * <p>{@code BlockReader} finds the reader of a block, {@code Blocks} keeps what it says, and {@code BlocksValidation} checks
 * that together with the other settings. All of it is for the reader of the options, on the thread that loads or reloads the
 * configuration, and is loaded only for a file that has such a block.
 */
@NullMarked
package dev.midge.server.config.block;

import org.jspecify.annotations.NullMarked;
