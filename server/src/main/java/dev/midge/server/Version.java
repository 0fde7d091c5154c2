package dev.midge.server;

/** Which version of nats-server this one stands in for; clients decide by it what they may use. */
public final class Version {

    public static final String NATS = "2.15.2";

    /** Where INFO and monitoring name the version of Go. */
    static final String JAVA = "java" + Runtime.version().feature();

    private Version() {}
}
