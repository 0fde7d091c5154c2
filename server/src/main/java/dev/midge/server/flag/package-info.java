/**
 * Command lines as Go's flag package reads them, for the server and its tools.
 *
 * <p>Used by the thread that started the process, before anything else is loaded, so it is plain code.
 */
@NullMarked
package dev.midge.server.flag;

import org.jspecify.annotations.NullMarked;
