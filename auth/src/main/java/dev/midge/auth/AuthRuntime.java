package dev.midge.auth;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What the chain needs from the process around it: time, the sizes of its lanes, where lines for the log go, and the
 * authenticators that an embedding program brings. Outlives reloads.
 */
public final class AuthRuntime {

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final int threadsPerLane;
    private final int queuePerLane;
    private final Consumer<String> debugLog;
    private final Invalidations invalidations;
    private final Consumer<String> warnings;
    private final List<Plugin> plugins;

    private AuthRuntime(Builder builder) {
        clock = builder.clock;
        threadsPerLane = builder.threadsPerLane;
        queuePerLane = builder.queuePerLane;
        debugLog = builder.debugLog;
        nanoTime = builder.nanoTime;
        invalidations = builder.invalidations;
        warnings = builder.warnings;
        plugins = List.copyOf(builder.plugins);
    }

    /** The same with other plug-ins. */
    AuthRuntime withPlugins(List<Plugin> others) {
        Builder builder = builder()
                .clock(clock)
                .nanoTime(nanoTime)
                .threadsPerLane(threadsPerLane)
                .queuePerLane(queuePerLane)
                .debugLog(debugLog)
                .invalidations(invalidations)
                .warnings(warnings);
        others.forEach(builder::plugin);
        return builder.build();
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

    /** The monotonic clock for things that last a while. */
    public LongSupplier nanoTime() {
        return nanoTime;
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

    Invalidations invalidations() {
        return invalidations;
    }

    Consumer<String> warnings() {
        return warnings;
    }

    List<Plugin> plugins() {
        return plugins;
    }

    /** The defaults as one plain class: lambdas here would have to be linked before the port is open. */
    private static final class Quiet implements Consumer<String>, Invalidations, LongSupplier {
        @Override
        public void accept(String line) {}

        @Override
        public void invalidate(Predicate<Identity> affected, String reason) {}

        @Override
        public long getAsLong() {
            return System.nanoTime();
        }
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private static final Quiet QUIET = new Quiet();

        private Clock clock = Clock.systemUTC();
        private LongSupplier nanoTime = QUIET;
        private Invalidations invalidations = QUIET;
        private final List<Plugin> plugins = new ArrayList<>();
        private int threadsPerLane = Math.min(2, Runtime.getRuntime().availableProcessors());
        private int queuePerLane = 1024;
        private Consumer<String> debugLog = QUIET;
        private Consumer<String> warnings = QUIET;

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

        public Builder nanoTime(LongSupplier value) {
            nanoTime = value;
            return this;
        }

        public Builder invalidations(Invalidations value) {
            invalidations = value;
            return this;
        }

        /** Gets a line about what an operator has to mend; called on any thread, must not block. */
        public Builder warnings(Consumer<String> value) {
            warnings = value;
            return this;
        }

        /** Plug-ins of one order are asked in the order of these calls. */
        public Builder plugin(Plugin value) {
            plugins.add(value);
            return this;
        }

        public AuthRuntime build() {
            return new AuthRuntime(this);
        }
    }
}
