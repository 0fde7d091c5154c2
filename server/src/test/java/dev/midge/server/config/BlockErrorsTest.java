package dev.midge.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong inside blocks, also those whose feature is not there, in the words of nats-server and at its place. */
class BlockErrorsTest {
    record Sample(String text, List<String> findings) {}

    static Stream<Sample> samples() throws IOException {
        try (InputStream in = BlockErrorsTest.class.getResourceAsStream("block-errors.txt")) {
            String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            List<Sample> samples = new ArrayList<>();
            for (String line : all.lines().toList()) {
                if (line.startsWith("    ")) {
                    samples.get(samples.size() - 1).findings().add(line.strip());
                } else if (!line.startsWith("#")) {
                    samples.add(new Sample(line, new ArrayList<>()));
                }
            }
            return samples.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void areThoseOfNatsServer(Sample sample) {
        assertThat(findings(sample.text())).containsExactlyInAnyOrderElementsOf(sample.findings());
    }

    private static List<String> findings(String text) {
        try {
            return Configuration.parseText(text, Map.of()).warnings();
        } catch (ConfigException e) {
            List<String> findings = new ArrayList<>(e.warnings());
            findings.addAll(e.errors());
            findings.removeIf(finding -> finding.contains(" is not supported yet"));
            findings.replaceAll(String::strip);
            return findings;
        }
    }
}
