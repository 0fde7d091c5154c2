/**
 * Values of the tree, one by one and by the rows of a block, and what is wrong with them.
 *
 * <p>{@code ConfValues} reads one value of a kind, {@code RowsReader} a block whose keys are the rows of a table, and both
 * tell {@code Findings}. {@code GoDuration} and {@code GoUrl} are what Go makes of a text; other parts of the server that
 * print or take such a text call them, too, from any thread. Everything else is for the readers of the configuration,
 * on the thread that loads or reloads it.
 */
@NullMarked
package dev.midge.server.config.value;

import org.jspecify.annotations.NullMarked;
