package dev.midge.load;

/** Receivers that do not read, or not enough: what they cost the others and the server. */
final class SlowConsumers implements Program {

    @Override
    public String name() {
        return "slow-consumers";
    }

    @Override
    public String purpose() {
        return "receivers that do not read: latency of the others, memory, who is closed";
    }

    @Override
    public void run(Contenders contenders, Report report) {
        report.heading("Slow consumers");
    }
}
