package dev.midge.load;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs load programs by name, in the order given, and ends with 1 when a bound was broken, with 2 when there is nothing
 * to run. {@code performance} runs all of them and writes down what they measured.
 *
 * <p>System properties: {@code load.server}, our executable; {@code server.reference}, another one to be measured beside
 * it, or empty; {@code load.java}, see {@link StartUp}; {@code load.document}, the file to write; {@code bench}, a file with one more table for it, or empty.
 */
final class Load {

    private static final List<Program> PROGRAMS =
            List.of(new SlowConsumers(), new Largest(), new Hostile(), new LoginAttacks(), new StartUp());
    private static final String ALL = "performance";

    private Load() {}

    public static void main(String[] names) throws IOException {
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        boolean all = List.of(names).equals(List.of(ALL));
        List<Program> wanted = all ? PROGRAMS : programs(names);
        if (wanted.isEmpty() || (wanted.size() < names.length)) {
            usage();
            System.exit(2);
        }
        Report report = new Report(System.out);
        Contenders contenders =
                Contenders.of(System.getProperty("load.server", ""), System.getProperty("server.reference", ""));
        wanted.forEach(program -> run(program, contenders, report));
        if (all) {
            Path file = Path.of(System.getProperty("load.document", "docs/performance.md"));
            Document.write(file, contenders, report, System.getProperty("bench", ""));
        }
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

    private static List<Program> programs(String[] names) {
        return List.of(names).stream()
                .flatMap(name ->
                        PROGRAMS.stream().filter(program -> program.name().equals(name)))
                .toList();
    }

    private static void usage() {
        System.out.println("-Dload=NAME, one or more of:");
        PROGRAMS.forEach(program -> System.out.println("  " + program.name() + ": " + program.purpose()));
        System.out.println("  " + ALL + ": all of them, written to docs/performance.md");
    }
}
