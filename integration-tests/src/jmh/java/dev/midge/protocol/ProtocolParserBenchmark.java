package dev.midge.protocol;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time per message of a full read: the same control line again and again, and two that alternate. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ProtocolParserBenchmark {

    private static final int MESSAGES = 1_000;

    @Param({"16", "128"})
    public int payload;

    private final Counter counter = new Counter();
    private final ProtocolParser parser = new ProtocolParser(counter, 4096, 1 << 20);
    private byte[] repeated = {};
    private byte[] changing = {};

    @Setup
    public void fill() {
        repeated = read("orders.eu", "orders.eu");
        changing = read("orders.eu", "orders.us");
    }

    private byte[] read(String one, String other) {
        String end = " " + payload + "\r\n" + "x".repeat(payload) + "\r\n";
        return ("PUB " + one + end + "PUB " + other + end).repeat(MESSAGES / 2).getBytes(StandardCharsets.US_ASCII);
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long repeatedLine() {
        parser.parse(repeated, 0, repeated.length);
        return counter.bytes;
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long changingLine() {
        parser.parse(changing, 0, changing.length);
        return counter.bytes;
    }

    private static final class Counter implements ProtocolHandler {

        long bytes;

        @Override
        public void onPublish(PublishFrame frame) {
            bytes += frame.totalSize() + frame.subjectEnd();
        }

        @Override
        public void onConnect(byte[] array, int start, int end) {}

        @Override
        public void onConnectMissing() {}

        @Override
        public void onPublishLine(PublishFrame frame) {}

        @Override
        public void onSubscribe(
                byte[] array,
                int subjectStart,
                int subjectEnd,
                int queueStart,
                int queueEnd,
                int sidStart,
                int sidEnd) {}

        @Override
        public void onUnsubscribe(byte[] array, int sidStart, int sidEnd, int max) {}

        @Override
        public void onPing() {}

        @Override
        public void onPong() {}

        @Override
        public void onError(ProtocolError error, String detail) {
            throw new IllegalStateException(detail);
        }
    }
}
