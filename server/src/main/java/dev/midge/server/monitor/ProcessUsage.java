package dev.midge.server.monitor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Processor time and memory of this process. Thread: any. */
final class ProcessUsage {

    private static final Path STATM = Path.of("/proc/self/statm");
    private static final long PAGE = 4096;
    private static final long SHORTEST = Duration.ofSeconds(1).toNanos();

    /** The first sample is the start of the process, when it had used nothing. */
    private long sampledAt = System.nanoTime() - age().toNanos();

    private Duration sampled = Duration.ZERO;
    private double percent;

    /** Processor time since the last sample, a second old at least, in per cent of one processor. */
    synchronized double cpuPercent() {
        long now = System.nanoTime();
        long elapsed = now - sampledAt;
        if (elapsed >= SHORTEST) {
            Duration used = cpuTime();
            percent = 100.0 * used.minus(sampled).toNanos() / elapsed;
            sampled = used;
            sampledAt = now;
        }
        return Math.round(percent * 10) / 10.0;
    }

    /** All processor time so far. */
    static Duration cpuTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** When the process started, to the hundredth of a second or so; now, where the system does not tell. */
    static Instant started() {
        return ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    }

    private static Duration age() {
        Duration age = Duration.between(started(), Instant.now());
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** Resident bytes where the system tells, else the size of the heap. */
    static long memoryBytes() {
        try {
            String statm = Files.readString(STATM, StandardCharsets.US_ASCII);
            int start = statm.indexOf(' ') + 1;
            return Long.parseLong(statm.substring(start, statm.indexOf(' ', start))) * PAGE;
        } catch (IOException | RuntimeException elsewhere) {
            return Runtime.getRuntime().totalMemory();
        }
    }
}
