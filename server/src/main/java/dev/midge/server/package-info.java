/**
 * The server as a program embeds it: composes everything, owns nothing else. What a process around it has to do goes through
 * {@link dev.midge.server.HostProcess}.
 */
@NullMarked
package dev.midge.server;

import org.jspecify.annotations.NullMarked;
