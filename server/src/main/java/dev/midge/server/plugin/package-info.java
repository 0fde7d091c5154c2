/**
 * Finds authenticators of others: in jars on the class path, and in a folder with a directory for each plug-in. Loaded only
 * when the configuration names one.
 */
@NullMarked
package dev.midge.server.plugin;

import org.jspecify.annotations.NullMarked;
