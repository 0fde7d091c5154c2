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
 * @param sizeLimit bytes after which the file is moved away; 0 or less is never
 * @param mostFiles how many files there may be, that one included; 0 or less keeps all
 */
public record LogSettings(
        @Nullable String file,
        boolean time,
        boolean utc,
        boolean debug,
        boolean trace,
        long sizeLimit,
        int mostFiles) {}
