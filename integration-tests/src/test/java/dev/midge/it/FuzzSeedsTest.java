package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the fuzzer begins with, and what it once found, holds without it too. */
class FuzzSeedsTest {

    private static final Path CORPUS = Path.of("src/fuzz/corpus");
    private static final Path TARGETS = Path.of("src/fuzz/java/dev/midge");

    static List<Path> seeds() throws IOException {
        try (Stream<Path> files = Files.walk(CORPUS)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Timeout(20)
    void everySeedHolds(Path seed) throws Exception {
        Class<?> target = Class.forName("dev.midge." + seed.getParent().getFileName() + "Fuzz");
        byte[] input = Files.readAllBytes(seed);
        try {
            target.getMethod("fuzzerTestOneInput", byte[].class).invoke(null, (Object) input);
        } catch (InvocationTargetException failed) {
            throw new AssertionError(seed + " does not hold", failed.getCause());
        }
    }

    @Test
    void everyTargetHasSeeds() throws IOException {
        try (Stream<Path> files = Files.walk(TARGETS)) {
            List<String> targets = files.map(
                            file -> TARGETS.relativize(file).toString().replace('/', '.'))
                    .filter(name -> name.endsWith("Fuzz.java"))
                    .map(name -> name.substring(0, name.length() - "Fuzz.java".length()))
                    .toList();
            assertThat(targets)
                    .isNotEmpty()
                    .allSatisfy(target -> assertThat(CORPUS.resolve(target)).isNotEmptyDirectory());
        }
    }
}
