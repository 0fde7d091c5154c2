package dev.midge.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NuidTest {

    @Test
    void idsAreTwentyTwoDigitsAndDiffer() {
        Nuid ids = new Nuid();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String id = ids.next();
            assertThat(id).matches("[0-9A-Za-z]{22}");
            assertThat(seen.add(id)).isTrue();
        }
        assertThat(seen).doesNotContain(new Nuid().next());
    }
}
