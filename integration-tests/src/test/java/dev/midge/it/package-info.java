/**
 * Black-box tests. They know a server that can be started with a configuration, and a port.
 *
 * <p>Every test states behaviour of NATS and passes against ours and against nats-server ({@code -Dserver.bin}), but
 * those marked {@link dev.midge.it.Deviation} or {@link dev.midge.it.MidgeOnly}.
 */
@NullMarked
package dev.midge.it;

import org.jspecify.annotations.NullMarked;
