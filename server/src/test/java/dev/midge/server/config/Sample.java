package dev.midge.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Configurations in a list of samples, each with indented lines behind it that say what nats-server thinks of it. */
record Sample(String text, List<String> verdict) {
    static Stream<Sample> of(String resource) throws IOException {
        try (InputStream in = Sample.class.getResourceAsStream(resource)) {
            String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            List<Sample> samples = new ArrayList<>();
            for (String line : all.lines().toList()) {
                if (line.startsWith("    ")) {
                    samples.get(samples.size() - 1).verdict().add(line.strip());
                } else if (!line.startsWith("#")) {
                    samples.add(new Sample(line, new ArrayList<>()));
                }
            }
            return samples.stream();
        }
    }
}
