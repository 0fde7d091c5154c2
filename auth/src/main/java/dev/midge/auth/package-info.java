/**
 * Who is this? The authentication pipeline and its extension point.
 *
 * <p>The server builds one {@link dev.midge.auth.AuthenticatorChain} from an {@link dev.midge.auth.AuthConfig} and asks
 * it with a {@link dev.midge.auth.ConnectAttempt}; it gets values back and applies them on its own threads. Nothing here
 * knows a socket or a configuration file. All public types are immutable or safe for use by many threads.
 */
@NullMarked
package dev.midge.auth;

import org.jspecify.annotations.NullMarked;
