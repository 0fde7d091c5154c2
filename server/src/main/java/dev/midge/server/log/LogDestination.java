package dev.midge.server.log;

/** Where a daemon logs: to one of these. */
public sealed interface LogDestination {

    record Stderr() implements LogDestination {}

    /**
     * A file.
     *
     * @param name its path
     * @param sizeLimit bytes after which it is moved away; 0 or less is never
     * @param mostFiles how many files there may be, that one included; 0 or less keeps all
     */
    record File(String name, long sizeLimit, int mostFiles) implements LogDestination {}

    /** The syslog of this machine. */
    record LocalSyslog() implements LogDestination {}

    /**
     * A syslog elsewhere.
     *
     * @param url {@code udp://host:port}, {@code tcp://host:port} or {@code unix:///path}
     */
    record RemoteSyslog(String url) implements LogDestination {}
}
