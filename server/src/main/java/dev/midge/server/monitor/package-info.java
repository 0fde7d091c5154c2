/**
 * The monitoring endpoints over HTTP.
 *
 * <p>Runs on threads of its own and only reads: nothing in the server depends on it, and no event loop waits for it. What
 * belongs to the loops they collect themselves, in slices between their other work; sorting and writing happens here.
 */
@NullMarked
package dev.midge.server.monitor;

import org.jspecify.annotations.NullMarked;
