package dev.midge.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong inside blocks, also those whose feature is not there, in the words of nats-server and at its place. */
class BlockErrorsTest {
    static Stream<Sample> samples() throws IOException {
        return Sample.of("block-errors.txt");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void areThoseOfNatsServer(Sample sample) {
        assertThat(findings(sample.text())).containsExactlyInAnyOrderElementsOf(sample.verdict());
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
