package dev.midge.load;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What programs measured, printed as it comes and kept as Markdown, and whether every bound held. */
final class Report {

    private final PrintStream out;
    private final StringBuilder text = new StringBuilder();
    /** Bounds since the last end of a list. */
    private final StringBuilder bounds = new StringBuilder();

    private int held;

    private final List<String> broken = new ArrayList<>();

    Report(PrintStream out) {
        this.out = out;
    }

    void heading(String title) {
        add("## " + title + "\n\n");
    }

    void subheading(String title) {
        add("### " + title + "\n\n");
    }

    /** A paragraph. */
    void say(String paragraph) {
        add(paragraph + "\n\n");
    }

    void table(Table table) {
        add(table.markdown() + "\n");
    }

    /** Something that takes a while has begun; not part of the document. */
    void progress(String what) {
        out.println("... " + what);
        out.flush();
    }

    /** A measured value may not be larger than this. */
    void atMost(String what, double measured, double limit, String unit) {
        bound(measured <= limit, what, Figure.of(measured) + " " + unit + " (at most " + Figure.of(limit) + ")");
    }

    /** Something has to be so; {@code measured} is what was found. */
    void mustHold(boolean holds, String what, String measured) {
        bound(holds, what, measured);
    }

    /** A bound about which nothing can be said, and why. */
    void notJudged(String what, String why) {
        bounds.append("* not judged: ").append(what).append(": ").append(why).append('\n');
    }

    private void bound(boolean holds, String what, String measured) {
        String line = String.format(Locale.ROOT, "* %s: %s: %s%n", holds ? "holds" : "BROKEN", what, measured);
        if (!holds) {
            broken.add(what + ": " + measured);
        }
        bounds.append(line);
        held += holds ? 1 : 0;
    }

    /** Adds the list of the bounds since the last time. */
    void bounds() {
        add(bounds + "\n");
        forgetBounds();
    }

    /** Adds how many bounds since the last time hold, and those that do not: for programs with very many. */
    void brokenBounds() {
        StringBuilder lines = new StringBuilder();
        bounds.toString()
                .lines()
                .filter(line -> line.startsWith("* BROKEN"))
                .forEach(line -> lines.append(line).append('\n'));
        if (held > 0) {
            add(
                    "* " + held
                            + " bounds hold: for each attack on processor time, memory and round trips during it; the server"
                            + " runs on without an error of the JVM, nobody else is closed, and round trips go on afterwards\n");
        }
        add(lines + "\n");
        forgetBounds();
    }

    private void forgetBounds() {
        bounds.setLength(0);
        held = 0;
    }

    /** A program that could not go on. */
    void failed(Program program, Exception failure) {
        broken.add(program.name() + ": " + failure);
        add("* BROKEN: " + program.name() + " ended early: " + failure + "\n\n");
        failure.printStackTrace(out);
    }

    /** The bounds that did not hold. */
    List<String> broken() {
        return List.copyOf(broken);
    }

    String markdown() {
        return text.toString();
    }

    private void add(String markdown) {
        text.append(markdown);
        out.print(markdown);
        out.flush();
    }
}
