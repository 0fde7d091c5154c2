package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the registers in docs names a test that exists: {@code Class}, {@code Class.method}, or a list of these. */
class RegistersTest {

    private static final Pattern NAME = Pattern.compile("`([A-Za-z0-9_.]+)`");
    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @ValueSource(strings = {"deviations.md", "documented-usage.md"})
    void everyRowNamesATest(String register) throws IOException {
        List<String> wrong = new ArrayList<>();
        Map<String, String> tests = sourcesOfTests();
        List<String> rows = rows(ROOT.resolve("docs").resolve(register));
        for (String row : rows) {
            String cell = lastCell(row);
            if (!namesOnlyTests(cell, tests)) {
                wrong.add(cell + "   in: " + row);
            }
        }
        assertThat(rows).isNotEmpty();
        assertThat(wrong).isEmpty();
    }

    /** Rows of tables, without heads. */
    private static List<String> rows(Path register) throws IOException {
        List<String> rows = new ArrayList<>();
        String before = "";
        for (String line : Files.readAllLines(register)) {
            if (line.startsWith("|---") || line.startsWith("| ---")) {
                rows.remove(before);
            } else if (line.startsWith("|")) {
                rows.add(line);
            }
            before = line;
        }
        return rows;
    }

    private static String lastCell(String row) {
        String open = row.substring(0, row.lastIndexOf('|'));
        return open.substring(open.lastIndexOf('|') + 1).trim();
    }

    private static boolean namesOnlyTests(String cell, Map<String, String> tests) {
        Matcher names = NAME.matcher(cell);
        String current = "";
        int found = 0;
        while (names.find()) {
            String name = names.group(1);
            int dot = name.indexOf('.');
            boolean methodOnly = Character.isLowerCase(name.charAt(0));
            String type = methodOnly ? current : dot < 0 ? name : name.substring(0, dot);
            String method = methodOnly ? name : dot < 0 ? "" : name.substring(dot + 1);
            String source = tests.get(type);
            if (source == null || (!method.isEmpty() && !source.contains(" " + method + "("))) {
                return false;
            }
            current = type;
            found++;
        }
        return found > 0;
    }

    private static Map<String, String> sourcesOfTests() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("protocol", "auth", "server", "integration-tests")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                for (Path file : files.filter(path -> path.toString().endsWith("Test.java"))
                        .toList()) {
                    String name = file.getFileName().toString();
                    sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
                }
            }
        }
        return sources;
    }
}
