package dev.midge.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** After a change of the rows: {@code ./mvnw -pl server -am test -Dtest=OptionTableTest -Dmidge.options.write=true}. */
class OptionTableTest {
    private static final Path README = Path.of("..", "README.md");

    @Test
    void theReadmeShowsTheRowsOfToday() throws IOException {
        String readme = Files.readString(README);
        String fresh = OptionTable.renderInto(readme);
        if (Boolean.getBoolean("midge.options.write")) {
            Files.writeString(README, fresh);
        } else {
            assertThat(readme).as("the table of options in the README").isEqualTo(fresh);
        }
    }
}
