/**
 * The language of configuration files: from bytes to a tree of {@link dev.midge.server.config.language.ConfNode}s.
 *
 * <p>{@code ConfLexer} finds the scalars, {@code ConfParser} resolves variables and includes on the way, {@code ConfDigest}
 * sums up what a tree says, and {@code GoText} prints values as Go does. No option is known here, and nothing else of the
 * server. Everything runs on the thread that loads or reloads the configuration.
 */
@NullMarked
package dev.midge.server.config.language;

import org.jspecify.annotations.NullMarked;
