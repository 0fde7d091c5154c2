package dev.midge.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The servers to be measured: ours, and, when there is one to compare with, the reference. */
record Contenders(Contender ours, Optional<Contender> reference) {

    /** One server executable, under the name that tables call it by. */
    record Contender(String name, Path executable) {}

    /**
     * Ours and the executable named by {@code reference}, which may be empty.
     *
     * @throws IllegalArgumentException when one of them cannot be run
     */
    static Contenders of(String ours, String reference) {
        return new Contenders(
                contender("Midge", ours),
                reference.isEmpty() ? Optional.empty() : Optional.of(contender("nats-server", reference)));
    }

    private static Contender contender(String name, String executable) {
        Path path = Path.of(executable);
        if (!Files.isExecutable(path)) {
            throw new IllegalArgumentException(name + ": " + executable + " (expected: an executable file)");
        }
        return new Contender(name, path);
    }

    /** Ours first. */
    List<Contender> all() {
        return reference.map(other -> List.of(ours, other)).orElseGet(() -> List.of(ours));
    }
}
