package dev.midge.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.midge.server.config.value.ValueKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void referenceConfSaysWhatTheRowsSay() throws IOException {
        try (InputStream in = getClass().getClassLoader().getResourceAsStream("reference.conf")) {
            assertThat(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(ReferenceConf.render());
        }
    }

    @Test
    void noNameStandsForTwoOptions() {
        Set<String> names = new HashSet<>();
        for (Option<?> row : Options.rows()) {
            for (String name : row.names()) {
                assertThat(names.add(name)).as(name).isTrue();
            }
        }
    }

    @Test
    void rowsAreFoundByAnyNameInAnyCase() {
        assertThat(Options.find("Max_Payload")).isSameAs(Options.MAX_PAYLOAD);
        assertThat(Options.find("net")).isSameAs(Options.HOST);
        assertThat(Options.find("authorization.user")).isNull();
        assertThat(Options.find("bogus")).isNull();
    }

    @Test
    void snapshotOfNothingIsTheTableOfDefaults() {
        Config defaults = Configuration.none().snapshot(new CommandLineOverrides());

        for (Option<?> row : settings()) {
            Object value = row.defaultValue();
            assertThat(defaults.hasPath(row.key()) ? defaults.getAnyRef(row.key()) : null)
                    .as(row.key())
                    .isEqualTo(value == null ? null : number(ConfigSnapshot.plain(value)));
        }
    }

    /** Rows that have a value of their own: a block is read into several of them. */
    static List<Option<?>> settings() {
        List<Option<?>> settings = new ArrayList<>(Options.rows());
        settings.removeIf(row -> row.kind() == ValueKind.BLOCK);
        return settings;
    }

    /** A Config has one kind of whole number: Integer where it fits. */
    static Object number(Object value) {
        return value instanceof Long number && number == number.intValue() ? (Object) number.intValue() : value;
    }
}
