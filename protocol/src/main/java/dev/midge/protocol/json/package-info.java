/**
 * The JSON of peers that nobody knows yet: CONNECT, and the claims of a token.
 *
 * <p>For every module; depends on the JDK only. Safe against whatever a peer may send, and as strict as the reference.
 */
@NullMarked
package dev.midge.protocol.json;

import org.jspecify.annotations.NullMarked;
