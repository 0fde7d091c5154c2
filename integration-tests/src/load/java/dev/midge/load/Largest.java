package dev.midge.load;

/** How far it goes and what each step costs: receivers of one message, subscriptions, connections. */
final class Largest implements Program {

    @Override
    public String name() {
        return "largest";
    }

    @Override
    public String purpose() {
        return "the largest fan-out, number of subscriptions and of connections";
    }

    @Override
    public void run(Contenders contenders, Report report) {
        report.heading("How far it goes");
    }
}
