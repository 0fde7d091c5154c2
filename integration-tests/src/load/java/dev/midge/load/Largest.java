package dev.midge.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How far it goes and what each step costs: receivers of one message, subscriptions, connections. */
final class Largest implements Program {

    @Override
    public String name() {
        return "largest";
    }

    @Override
    public String purpose() {
        return "the largest fan-out, number of subscriptions and of connections, and what each step costs";
    }

    @Override
    public void run(Contenders contenders, Report report) throws IOException {
        report.heading("How far it goes");
        report.say("Costs are processor time of the server process in microseconds per unit, the other server's and the"
                + " ratio beside it.");
        new FanOut(contenders, report).run();
        new Subscriptions(contenders, report).run();
        new ManyConnections(contenders, report).run();
    }

    /** Adds one row for each step, with ours, theirs and the ratio of each figure; theirs may be missing. */
    static void compare(Table table, List<Integer> steps, List<List<double[]>> figuresByServer) {
        for (int step = 0; step < steps.size(); step++) {
            List<String> cells = new ArrayList<>();
            cells.add(Figure.count(steps.get(step)));
            double[] ours = figuresByServer.get(0).get(step);
            for (int i = 0; i < ours.length; i++) {
                double theirs =
                        figuresByServer.size() > 1 ? figuresByServer.get(1).get(step)[i] : Double.NaN;
                cells.add(Figure.of(ours[i]));
                cells.add(Figure.of(theirs));
                cells.add(Figure.of(ours[i] / theirs));
            }
            table.row(cells.toArray(new String[0]));
        }
    }
}
