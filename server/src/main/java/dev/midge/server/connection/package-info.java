/**
 * One client connection, from INFO to close, and the event loop it lives on.
 *
 * <p>Everything of a connection runs on its loop; other loops reach it through staged chunks and tasks only.
 */
@NullMarked
package dev.midge.server.connection;

import org.jspecify.annotations.NullMarked;
