/** JSON as Go writes it, which reports and events have in common. */
@NullMarked
package dev.midge.server.json;

import org.jspecify.annotations.NullMarked;
