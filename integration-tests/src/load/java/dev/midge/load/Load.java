package dev.midge.load;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.List;
import java.util.Optional;

/**
 * Runs load programs by name, in the order given, and ends with 1 when a bound was broken, with 2 when there is nothing
 * to run.
 *
 * <p>System properties: {@code load.server}, our executable; {@code server.reference}, another one to be measured beside
 * it, or empty.
 */
final class Load {

    private static final List<Program> PROGRAMS = List.of(new SlowConsumers(), new Largest(), new Hostile());

    private Load() {}

    public static void main(String[] names) {
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        Report report = new Report(System.out);
        List<Program> wanted = List.of(names).stream()
                .map(Load::program)
                .flatMap(Optional::stream)
                .toList();
        if (wanted.isEmpty() || wanted.size() < names.length) {
            usage();
            System.exit(2);
        }
        Contenders contenders =
                Contenders.of(System.getProperty("load.server", ""), System.getProperty("server.reference", ""));
        wanted.forEach(program -> run(program, contenders, report));
        report.broken().forEach(bound -> System.out.println("broken: " + bound));
        System.exit(report.broken().isEmpty() ? 0 : 1);
    }

    private static void run(Program program, Contenders contenders, Report report) {
        try {
            program.run(contenders, report);
        } catch (Exception e) { // the programs behind it still have something to say
            report.failed(program, e);
        }
    }

    private static Optional<Program> program(String name) {
        return PROGRAMS.stream().filter(program -> program.name().equals(name)).findFirst();
    }

    private static void usage() {
        System.out.println("-Dload=NAME, one or more of:");
        PROGRAMS.forEach(program -> System.out.println("  " + program.name() + ": " + program.purpose()));
    }
}
