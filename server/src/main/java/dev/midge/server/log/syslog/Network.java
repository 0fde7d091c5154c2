package dev.midge.server.log.syslog;

/** How a remote syslog is reached. */
enum Network {
    UDP("udp"),
    TCP("tcp"),
    /** A stream socket in the file system. */
    UNIX("unix");

    private final String scheme;

    Network(String scheme) {
        this.scheme = scheme;
    }

    @Override
    public String toString() {
        return scheme;
    }
}
