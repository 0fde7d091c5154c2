/**
 * Who is this? The authentication pipeline and its extension point.
 */
@NullMarked
package dev.midge.auth;

import org.jspecify.annotations.NullMarked;
