/**
 * The server and its process: composes everything, owns nothing else.
 */
@NullMarked
package dev.midge.server;

import org.jspecify.annotations.NullMarked;
