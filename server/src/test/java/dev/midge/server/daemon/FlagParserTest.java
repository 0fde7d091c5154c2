package dev.midge.server.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.midge.server.flag.FlagException;
import dev.midge.server.flag.FlagParser;
import dev.midge.server.flag.GoNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlagParserTest {

    private static FlagParser<Flag> parser(String... arguments) {
        return new FlagParser<>(Flag.values(), arguments);
    }

    @Test
    void oneDashAndTwoAreTheSame() throws FlagException {
        assertThat(parser("-port", "1", "--port", "2", "-port=3", "--port=4").parse())
                .extracting(FlagParser.Occurrence::value)
                .containsExactly("1", "2", "3", "4");
    }

    @Test
    void aBooleanTakesNoSeparateValue() throws FlagException {
        FlagParser<Flag> parser = parser("-T", "false");

        assertThat(parser.parse()).containsExactly(new FlagParser.Occurrence<>(Flag.LOGTIME, "true"));
        assertThat(parser.positionals()).containsExactly("false");
    }

    @ParameterizedTest
    @CsvSource({"1,true", "t,true", "TRUE,true", "0,false", "F,false", "False,false"})
    void aBooleanTakesGoValuesAfterAnEqualsSign(String text, String value) throws FlagException {
        assertThat(parser("-D=" + text).parse()).containsExactly(new FlagParser.Occurrence<>(Flag.DEBUG, value));
    }

    @Test
    void flagsEndAtTheFirstPositionalAndAtTwoDashes() throws FlagException {
        FlagParser<Flag> positional = parser("-D", "x", "-V");
        assertThat(positional.parse()).hasSize(1);
        assertThat(positional.positionals()).containsExactly("x", "-V");

        FlagParser<Flag> dashes = parser("-D", "--", "-V");
        assertThat(dashes.parse()).hasSize(1);
        assertThat(dashes.positionals()).containsExactly("-V");

        FlagParser<Flag> dash = parser("-", "-V");
        assertThat(dash.parse()).isEmpty();
        assertThat(dash.positionals()).containsExactly("-", "-V");
    }

    @Test
    void valuesKeepSpacesQuotesAndEqualsSigns() throws FlagException {
        assertThat(parser("--pass", " a=\"b\" ", "-n=x=y", "--user", "").parse())
                .extracting(FlagParser.Occurrence::value)
                .containsExactly(" a=\"b\" ", "x=y", "");
    }

    @Test
    void aValueMayLookLikeAFlag() throws FlagException {
        assertThat(parser("-p", "-1").parse()).containsExactly(new FlagParser.Occurrence<>(Flag.PORT, "-1"));
    }

    /** Texts asked of nats-server 2.15.2; several arguments are separated by a space. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--foo         | flag provided but not defined: -foo",
                "-x=1=2        | flag provided but not defined: -x",
                "-DVX          | flag provided but not defined: -DVX",
                "---x          | bad flag syntax: ---x",
                "-=3           | bad flag syntax: -=3",
                "-p            | flag needs an argument: -p",
                "--port abc    | invalid value \"abc\" for flag -port: parse error",
                "-p 0x1z       | invalid value \"0x1z\" for flag -p: parse error",
                "-p=           | invalid value \"\" for flag -p: parse error",
                "-p a\"b       | invalid value \"a\\\"b\" for flag -p: parse error",
                "-p 99999999999999999999 | invalid value \"99999999999999999999\" for flag -p: value out of range",
                "-D=maybe      | invalid boolean value \"maybe\" for -D: parse error",
                "-D=           | invalid boolean value \"\" for -D: parse error",
                "--auth_timeout x | invalid value \"x\" for flag -auth_timeout: parse error",
            })
    void malformedFlagsAreReportedInTheWordsOfGo(String arguments, String message) {
        assertThatThrownBy(() -> parser(arguments.split(" ")).parse())
                .isInstanceOf(FlagException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"42,42", "-1,-1", "+7,7", "0x1F,31", "0o17,15", "017,15", "0b101,5", "0x_1_0,16", "0,0", "0_7,7"})
    void integersMayBeWrittenAsInGo(String text, long value) throws FlagException {
        assertThat(GoNumber.parse(text, "p")).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1_000", "_1", "0x", "0x_", "0x1_", "0x1__0", "08", "--1", "1e3", "1.0", " 1", "٣"})
    void otherIntegersAreRefused(String text) {
        assertThatThrownBy(() -> GoNumber.parse(text, "p"))
                .isInstanceOf(FlagException.class)
                .hasMessageEndingWith("parse error");
    }
}
