package dev.midge.server.log;

/**
 * How the daemon logs.
 *
 * @param destination where to
 * @param format how the lines of a file or of stderr look
 * @param tag what a syslog is told that the lines come from
 * @param time whether lines begin with the time
 * @param utc whether that time is UTC instead of local
 * @param debug whether debug lines are wanted
 * @param trace whether protocol traces are wanted
 */
public record LogSettings(
        LogDestination destination,
        LogFormat format,
        String tag,
        boolean time,
        boolean utc,
        boolean debug,
        boolean trace) {}
