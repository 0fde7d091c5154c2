package dev.midge.load;

import dev.midge.load.Contenders.Contender;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Ever more subscriptions to literal subjects: subscribing, publishing to one of them, memory. */
final class Subscriptions {

    private static final List<Integer> STEPS = List.of(10_000, 100_000, 1_000_000);
    private static final int WARM_UP = 50_000;
    private static final int SIZE = 16;
    private static final int PUBLISHED = 200_000;
    private static final int UNDER_WAY = 2_000;
    private static final Duration TO_WORK_OFF = Duration.ofMinutes(2);

    private final Contenders contenders;
    private final Report report;

    Subscriptions(Contenders contenders, Report report) {
        this.contenders = contenders;
        this.report = report;
    }

    void run() throws IOException {
        report.subheading("Subscriptions");
        report.say(
                "Literal subjects of three tokens, all subscribed to by one connection. Per SUB, counted from the step"
                        + " before; per message of " + SIZE
                        + " bytes published to a subject picked at random, which is then"
                        + " delivered once; bytes of resident memory per subscription, of which"
                        + " the first steps find some free.");
        Table table = new Table(
                "subscriptions",
                "us per SUB",
                "nats-server",
                "ratio",
                "us per message",
                "nats-server",
                "ratio",
                "bytes each",
                "nats-server",
                "ratio");
        List<List<double[]>> figures = new ArrayList<>();
        for (Contender contender : contenders.all()) {
            report.progress("subscriptions: " + contender.name());
            figures.add(measure(contender));
        }
        Largest.compare(table, STEPS, figures);
        report.table(table);
    }

    private static List<double[]> measure(Contender contender) throws IOException {
        try (ServerProcess server = ServerProcess.start(contender);
                Crowd subscriber = Crowd.connect(server.port(), 1);
                Connection publisher = Connection.open(server.port())) {
            try (Crowd warmUp = Crowd.connect(server.port(), 1)) {
                subscribe(warmUp, 0, WARM_UP);
            }
            subscriber.all("SUB warm 1\r\n");
            new Flow(publisher, subscriber, "warm", SIZE).run(PUBLISHED);
            long empty = server.rssBytes();
            List<double[]> figures = new ArrayList<>();
            int subscribed = 0;
            for (int step : STEPS) {
                long before = server.cpuMicros();
                subscribe(subscriber, subscribed, step);
                double subscribing = (double) (server.cpuMicros() - before) / (step - subscribed);
                double each = (double) (server.rssBytes() - empty) / step;
                subscribed = step;
                publish(publisher, subscriber, step);
                before = server.cpuMicros();
                publish(publisher, subscriber, step);
                double publishing = (double) (server.cpuMicros() - before) / PUBLISHED;
                figures.add(new double[] {subscribing, publishing, each});
            }
            return figures;
        }
    }

    private static String subject(int number) {
        return "load.s" + number % 1_000 + "." + number;
    }

    private static void subscribe(Crowd subscriber, int from, int to) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append("SUB ").append(subject(i)).append(' ').append(i + 2).append("\r\n");
        }
        subscriber.all(lines.toString(), TO_WORK_OFF);
    }

    private static void publish(Connection publisher, Crowd subscriber, int subscribed) throws IOException {
        Random random = new Random(subscribed);
        subscriber.expectAny();
        long before = subscriber.messages();
        for (int i = 1; i <= PUBLISHED; i++) {
            publisher.publish(Connection.publication(subject(random.nextInt(subscribed)), SIZE), i, SIZE);
            if (i % (UNDER_WAY / 4) == 0) {
                publisher.flush();
                subscriber.awaitMessages(before + i - UNDER_WAY);
            }
        }
        publisher.flush();
        subscriber.awaitMessages(before + PUBLISHED);
    }
}
