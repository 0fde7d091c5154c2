package dev.midge.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings that are right one by one and wrong together, also those of features that are not there, in the order of nats-server. */
class CombinationsTest {
    static Stream<Sample> samples() throws IOException {
        return Sample.of("combinations.txt");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void areRefusedInTheWordsOfNatsServer(Sample sample) throws ConfigException {
        assertThat(refusal(sample.text())).isEqualTo(sample.verdict());
    }

    private static List<String> refusal(String text) throws ConfigException {
        CommandLineOverrides flags = new CommandLineOverrides().set(Options.IGNORE_UNSUPPORTED, true);
        Configuration configuration = Configuration.parseText(text, Map.of(), flags);
        try {
            configuration.options(flags);
            return List.of();
        } catch (ConfigException e) {
            return List.of(e.text());
        }
    }
}
