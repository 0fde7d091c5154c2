package dev.midge.load;

import com.sun.management.OperatingSystemMXBean;
import dev.midge.load.Contenders.Contender;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The text of {@code docs/performance.md}: on what was measured, how to do it again, and what the programs reported. */
final class Document {

    private static final String INTRODUCTION = """
            # What it costs and how far it goes

            Written by the programs that measured it; to measure again (it takes about half an hour):

            ```
            ./mvnw -Pload -pl integration-tests -am package -DskipTests -Dload=performance -Dserver.reference=$(command -v nats-server)
            ```

            Without `-Dserver.reference` only Midge is measured. `-Dbench=FILE` adds the table that the bench of the message
            path printed, `-Dload.java=HOME` a second Java to the starts. `-Dload=NAME` runs one program and writes nothing:
            `-Dload=list` names them.

            The servers are processes of their own, measured from outside: processor time and memory are what the system says
            about the process, for a JVM with its compiler and its garbage collector in it. Publisher and receivers run on the
            same machine, over loopback. Rates and latencies say how busy that machine was as well; processor time says much
            less about it, and ratios of two servers measured one behind the other still less.
            """;

    private Document() {}

    /** Replaces the file. {@code bench} is the name of a file with a table in it, or empty. */
    static void write(Path file, Contenders contenders, Report report, String bench) throws IOException {
        StringBuilder text = new StringBuilder(INTRODUCTION).append('\n');
        text.append("Machine: ").append(machine()).append(".\n\n");
        for (Contender contender : contenders.all()) {
            text.append("* ")
                    .append(contender.name())
                    .append(": version ")
                    .append(version(contender))
                    .append('\n');
        }
        text.append('\n');
        if (!bench.isEmpty()) {
            text.append("## The message path beside nats-server\n\n")
                    .append(table(Path.of(bench)))
                    .append('\n');
        }
        Files.writeString(file, text + report.markdown().stripTrailing() + "\n");
    }

    private static String machine() throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double gibibytes = system.getTotalMemorySize() / 1024.0 / 1024 / 1024;
        return system.getAvailableProcessors() + " processors (" + processor() + "), " + Figure.of(gibibytes)
                + " GiB of memory, " + system.getName() + " " + system.getArch() + ", "
                + System.getProperty("java.vm.name") + " " + System.getProperty("java.version")
                + ", at most " + Figure.count(OpenFiles.most()) + " open files for a process";
    }

    private static String processor() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("of unknown make");
        }
    }

    /** What it says about itself when asked with {@code -v}. */
    private static String version(Contender contender) throws IOException {
        Process process = new ProcessBuilder(contender.executable().toString(), "-v")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        return said.substring(said.lastIndexOf(' ') + 1);
    }

    /** From the line with the headings on, as it was printed. */
    private static String table(Path bench) throws IOException {
        return Files.readAllLines(bench).stream()
                .dropWhile(line -> !line.startsWith("workload"))
                .collect(Collectors.joining("\n", "```\n", "\n```\n"));
    }
}
