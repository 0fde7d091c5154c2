package dev.midge.auth;

/** How often one method of authentication was asked, and what it answered, since the chain was made. Immutable. */
public final class MethodFigures {

    private final String name;
    private final long granted;
    private final long denied;
    private final long unavailable;
    private final long notMine;
    private final long nanos;

    MethodFigures(String name, long granted, long denied, long unavailable, long notMine, long nanos) {
        this.name = name;
        this.granted = granted;
        this.denied = denied;
        this.unavailable = unavailable;
        this.notMine = notMine;
        this.nanos = nanos;
    }

    /** The plug-in's name, or that of a configured method: {@code nkey}, {@code users}, {@code single user}, {@code open}. */
    public String name() {
        return name;
    }

    public long granted() {
        return granted;
    }

    public long denied() {
        return denied;
    }

    /** Failures, timeouts and full queues; without those whose peer had gone. */
    public long unavailable() {
        return unavailable;
    }

    /** How often the attempt was left to the next method. */
    public long notMine() {
        return notMine;
    }

    /** The time from question to answer in nanoseconds, all answers together, waiting included. */
    public long nanos() {
        return nanos;
    }

    @Override
    public String toString() {
        return name + ": granted " + granted + ", denied " + denied + ", unavailable " + unavailable + ", not mine "
                + notMine;
    }
}
