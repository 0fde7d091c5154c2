package dev.midge.auth;

import java.time.Clock;
import java.util.function.Consumer;

/** What the chain needs from the process around it: time, the sizes of its lanes, and where debug lines go. */
public final class AuthRuntime {

    private final Clock clock;
    private final int threadsPerLane;
    private final int queuePerLane;
    private final Consumer<String> debugLog;

    private AuthRuntime(Builder builder) {
        clock = builder.clock;
        threadsPerLane = builder.threadsPerLane;
        queuePerLane = builder.queuePerLane;
        debugLog = builder.debugLog;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** System clock, ordinary lanes, no log. */
    public static AuthRuntime defaults() {
        return builder().build();
    }

    public Clock clock() {
        return clock;
    }

    /** Upper bound for the threads of one lane; they start when first needed. */
    public int threadsPerLane() {
        return threadsPerLane;
    }

    /** How many attempts may wait in one lane; beyond it the answer is "unavailable". */
    public int queuePerLane() {
        return queuePerLane;
    }

    public Consumer<String> debugLog() {
        return debugLog;
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private Clock clock = Clock.systemUTC();
        private int threadsPerLane = Math.min(2, Runtime.getRuntime().availableProcessors());
        private int queuePerLane = 1024;
        private Consumer<String> debugLog = line -> {};

        private Builder() {}

        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        public Builder threadsPerLane(int value) {
            threadsPerLane = value;
            return this;
        }

        public Builder queuePerLane(int value) {
            queuePerLane = value;
            return this;
        }

        /** Gets a line about every thing that goes wrong inside; called on any thread, must not block. */
        public Builder debugLog(Consumer<String> value) {
            debugLog = value;
            return this;
        }

        public AuthRuntime build() {
            return new AuthRuntime(this);
        }
    }
}
