package dev.midge.server.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {

    @Test
    void theFirstOfSeveralCounts() {
        Query query = new Query("a=1&b=&a=2&&c&=x&d=%41+%3d");
        assertThat(query.text("a")).isEqualTo("1");
        assertThat(query.text("b")).isEmpty();
        assertThat(query.text("c")).isEmpty();
        assertThat(query.text("d")).isEqualTo("A =");
        assertThat(query.text("missing")).isEmpty();
        assertThat(new Query(null).text("a")).isEmpty();
    }

    @Test
    void pairsThatCannotBeReadAreNotThere() {
        Query query = new Query("a=%zz&b=1;c=2&a=3");
        assertThat(query.text("a")).isEqualTo("3");
        assertThat(query.text("b")).isEmpty();
        assertThat(query.text("c")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "t", "T", "TRUE", "true", "True"})
    void yes(String value) throws BadQueryException {
        assertThat(new Query("x=" + value).flag("x")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "f", "F", "FALSE", "false", "False"})
    void no(String value) throws BadQueryException {
        assertThat(new Query("x=" + value).flag("x")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-7, -7", "%2B7, 7", "007, 7", "9223372036854775807, 9223372036854775807"})
    void numbers(String value, long number) throws BadQueryException {
        assertThat(new Query("x=" + value).integer("x")).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "1.0", "0x1", "1e3", " 1", "\u0661"})
    void noNumbers(String value) {
        assertThatThrownBy(() -> new Query("x=" + value.replace(" ", "%20")).integer("x"))
                .isInstanceOf(BadQueryException.class)
                .hasMessageEndingWith("invalid syntax");
    }

    @Test
    void unsignedNumbersGoToTheLastBit() throws BadQueryException {
        assertThat(new Query("x=18446744073709551615").unsigned("x")).isEqualTo(-1);
        assertThatThrownBy(() -> new Query("x=%2B1").unsigned("x"))
                .hasMessage("Error decoding uint64 for 'x': strconv.ParseUint: parsing \"+1\": invalid syntax");
    }
}
