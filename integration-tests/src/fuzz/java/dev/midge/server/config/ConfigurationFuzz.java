package dev.midge.server.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Any bytes as a configuration file: settings or a {@link ConfigException} with a text, the same each time, and an end.
 *
 * <p>Files that would be included from system directories are left alone: a device has no end.
 */
public final class ConfigurationFuzz {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("N", "7", "SELF", "$SELF", "LIST", "[1, $N]", "MAP", "{a: $N}", "OPEN", "{", "EMPTY", "");
    private static final Path FILE = temporary();

    private ConfigurationFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        if (text.contains("dev") || text.contains("proc") || text.contains("sys")) {
            return;
        }
        String first = outcome(text, input);
        if (!first.equals(outcome(text, input))) {
            throw new AssertionError("not the same twice: " + first);
        }
    }

    /** Bytes that are no text can only come from a file. */
    private static String outcome(String text, byte[] input) {
        try {
            boolean isText = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), input);
            Configuration configuration = isText
                    ? Configuration.parseText(text, ENVIRONMENT)
                    : Configuration.parseFile(written(input), ENVIRONMENT);
            String settings = configuration.options().host() + configuration.warningText();
            return settings + configuration.notices() + configuration.snapshot(new CommandLineOverrides());
        } catch (ConfigException e) {
            if (e.text().isBlank() || (e.errors().isEmpty() && e.warnings().isEmpty())) {
                throw new AssertionError("an error without a text", e);
            }
            return e.text() + e.detail();
        }
    }

    private static String written(byte[] input) {
        try {
            return Files.write(FILE, input).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporary() {
        try {
            Path file = Files.createTempFile("fuzz", ".conf");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
