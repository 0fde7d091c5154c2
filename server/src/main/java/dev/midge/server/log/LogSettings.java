package dev.midge.server.log;

import org.jspecify.annotations.Nullable;

/**
 * How the daemon logs.
 *
 * @param file the log file, null for stderr
 * @param time whether lines begin with the time
 * @param utc whether that time is UTC instead of local
 * @param debug whether debug lines are wanted
 * @param trace whether protocol traces are wanted
 */
public record LogSettings(@Nullable String file, boolean time, boolean utc, boolean debug, boolean trace) {}
