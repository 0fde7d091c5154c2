package dev.midge.load;

import java.io.IOException;

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
    public void run(Contenders contenders, Report report) throws IOException {
        report.heading("Slow consumers");
        new OneStopped(contenders, report).run();
        new OneFlooded(contenders, report).run();
        new TenFlooded(contenders, report).run();
        new ThousandSlow(contenders, report).run();
        new ManyBacklogs(contenders, report).run();
    }
}
