/**
 * The NATS client protocol: {@code ProtocolParser} turns bytes into calls, {@code ProtocolWriter} the reverse.
 */
@NullMarked
package dev.midge.protocol;

import org.jspecify.annotations.NullMarked;
