/**
 * What a connection may publish and subscribe to: immutable, compiled once, shared by all connections of a user.
 *
 * <p>Callers are the server (every check) and the configuration (building). Every method may be called on any thread.
 */
@NullMarked
package dev.midge.auth.permission;

import org.jspecify.annotations.NullMarked;
