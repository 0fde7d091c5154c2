package dev.midge.server.config.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample of the grammar, as nats-server reads it; the few results that are ours are marked in the list. */
class ConfParserSamplesTest {
    record Sample(String number, String input, Map<String, String> environment, String result) {
        static Sample of(String line) {
            String[] parts = line.split("\t", 3);
            String[] input = parts[1].split("%", 3);
            Map<String, String> environment = Map.of();
            if (input.length > 1) {
                String[] variable = input[1].split("=", 2);
                environment = Map.of(variable[0], variable[1]);
            }
            String result = parts[2].startsWith("~ ") ? parts[2].substring(2) : parts[2].replaceFirst("^~!", "!");
            return new Sample(parts[0], unescape(input[0]), environment, result);
        }

        private static String unescape(String text) {
            return text.replace("\\\\", "\u0001")
                    .replace("\\n", "\n")
                    .replace("\\r", "\r")
                    .replace("\\t", "\t")
                    .replace("\\0", "\0")
                    .replace('\u0001', '\\');
        }
    }

    static Stream<Sample> samples() throws IOException {
        try (InputStream in = ConfParserSamplesTest.class.getResourceAsStream("grammar-samples.txt")) {
            String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return all
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(Sample::of)
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void sampleReadsAsListed(Sample sample) {
        String result;
        try {
            result = ConfText.of(ConfParser.parseText(sample.input(), sample.environment()));
        } catch (ConfReadException e) {
            result = "! " + e.text();
        }

        assertThat(result)
                .isEqualTo(sample.result().startsWith("!") ? Sample.unescape(sample.result()) : sample.result());
    }

    @Test
    void noSampleIsMissing() throws IOException {
        assertThat(samples()).hasSize(158);
    }
}
