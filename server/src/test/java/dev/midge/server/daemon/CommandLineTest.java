package dev.midge.server.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.midge.server.config.ConfigException;
import dev.midge.server.config.Configuration;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.flag.DefinedFlag;
import dev.midge.server.flag.FlagException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    @ParameterizedTest
    @CsvSource({
        "-v,SHOW_VERSION",
        "-h,SHOW_HELP",
        "--help_tls,SHOW_TLS_HELP",
        "-h -v,SHOW_VERSION",
        "VERSION,SHOW_VERSION",
        "-D help,SHOW_HELP",
        "-v=false,RUN",
        "-sl reload,SIGNAL",
        "-sl stop -v,SHOW_VERSION",
        "-t,CHECK",
        "-k user,NEW_KEY",
        "--k=user,NEW_KEY",
        "-k=,NEW_KEY",
        "-D -k user -p -1,NEW_KEY",
        "-k user -v,SHOW_VERSION",
        "-k user -sl stop,SIGNAL",
        "--healthcheck,HEALTH_CHECK",
        "--healthcheck -p 1 -t,HEALTH_CHECK",
        "--healthcheck -v,SHOW_VERSION",
        "-D,RUN"
    })
    void theFirstOfVersionHelpSignalAndCheckDecides(String arguments, CommandLine.Action action) throws FlagException {
        assertThat(CommandLine.parse(arguments.split(" ")).action()).isEqualTo(action);
    }

    @Test
    void anyOtherPositionalIsRefused() throws FlagException {
        assertThat(CommandLine.parse("-D", "run").refusal()).isEqualTo("unrecognized command: \"run\"");
        assertThat(CommandLine.parse("-D").refusal()).isNull();
    }

    @Test
    void theTypeOfANewKeyIsKeptAsItWasWritten() throws FlagException {
        assertThat(CommandLine.parse("-k", "User").newKey()).isEqualTo("User");
        assertThat(CommandLine.parse("-k", "user", "account").refusal()).isEqualTo("unrecognized command: \"account\"");
        assertThatThrownBy(() -> CommandLine.parse("-k"))
                .isInstanceOf(FlagException.class)
                .hasMessage("flag needs an argument: -k");
    }

    @Test
    void everyFlagOfAnOptionSetsIt() throws Exception {
        ServerOptions options = options(
                "",
                "-p=14222",
                "-a=127.0.0.9",
                "-n=me",
                "--client_advertise=there:1",
                "-P=/p",
                "--ports_file_dir=/d",
                "-m=18222",
                "--user=u",
                "--pass=w",
                "--auth_timeout=1.5",
                "-D",
                "-V",
                "-T=false",
                "--logtime_utc",
                "-l=/l",
                "--max_traced_msg_len=9",
                "-s",
                "-r=udp://h:1",
                "--log_format=json");

        assertThat(options.port()).isEqualTo(14222);
        assertThat(options.host()).isEqualTo("127.0.0.9");
        assertThat(options.serverName()).isEqualTo("me");
        assertThat(options.clientAdvertise()).isEqualTo("there:1");
        assertThat(options.pidFile()).isEqualTo("/p");
        assertThat(options.portsFileDir()).isEqualTo("/d");
        assertThat(options.httpPort()).isEqualTo(18222);
        assertThat(options.auth().hasPlaintextPasswords()).isTrue();
        assertThat(options.authTimeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(options.debug()).isTrue();
        assertThat(options.trace()).isTrue();
        assertThat(options.logtime()).isFalse();
        assertThat(options.logtimeUtc()).isTrue();
        assertThat(options.logFile()).isEqualTo("/l");
        assertThat(options.syslog()).isTrue();
        assertThat(options.remoteSyslog()).isEqualTo("udp://h:1");
        assertThat(options.logFormat()).isEqualTo("json");
        assertThat(options.maxTracedMsgLen()).isEqualTo(9);
    }

    /** Fails when a flag with an option has no line in {@link StartOptions}. */
    @Test
    void noFlagOfAnOptionIsForgotten() throws FlagException {
        for (Flag flag : Flag.values()) {
            if (flag.option() != null) {
                String value = flag.kind() == DefinedFlag.Kind.TEXT ? "x" : "1";
                CommandLine line = CommandLine.parse(flag.display() + "=" + value);
                assertThat(StartOptions.overrides(line)).as(flag.name()).isNotNull();
            }
        }
    }

    @Test
    void aFlagWinsOverTheFileEvenIfItSwitchesOff() throws Exception {
        ServerOptions options = options("debug: true, trace: true, port: 1, host: a", "-D=false", "-p", "2");

        assertThat(options.debug()).isFalse();
        assertThat(options.trace()).isTrue();
        assertThat(options.port()).isEqualTo(2);
        assertThat(options.host()).isEqualTo("a");
    }

    @Test
    void combinedSwitchesApplyAfterPlainOnes() throws Exception {
        ServerOptions all = options("", "-DVV");
        assertThat(all.debug() && all.trace() && all.traceVerbose()).isTrue();

        ServerOptions both = options("", "-DV", "-D=false");
        assertThat(both.debug() && both.trace()).isTrue();

        ServerOptions off = options("debug: true, trace: true", "-DV=false");
        assertThat(off.debug() || off.trace()).isFalse();
    }

    @Test
    void theLastOfARepeatedFlagWinsWhateverItsName() throws Exception {
        assertThat(options("", "-p", "1", "--port", "2").port()).isEqualTo(2);
    }

    @Test
    void flagsThatSwitchAMissingFeatureOffAreNotWarnedOf() throws FlagException {
        CommandLine line = CommandLine.parse("-js=false", "--profile=0", "--cluster=", "-sd", "");

        assertThat(line.ignored(false)).isEmpty();
    }

    @Test
    void flagsOfMissingFeaturesAreAcceptedOrRefusedByTheHarmOfNeglect() throws FlagException {
        CommandLine fixture = CommandLine.parse("-js", "-sd", "/x", "--profile", "1", "--cluster_name", "c");
        assertThat(fixture.unsupported(Configuration.none(), false)).isNull();
        assertThat(fixture.ignored(false)).containsExactlyInAnyOrder("-js", "-sd", "-profile", "-cluster_name");

        assertThat(CommandLine.parse("--tls").unsupported(Configuration.none(), false))
                .startsWith("TLS Server certificate must be");
        assertThat(CommandLine.parse("--tlscert", "a").unsupported(Configuration.none(), false))
                .startsWith("TLS Server private key must be");
        assertThat(CommandLine.parse("--tlscert", "a", "--tlskey", "b").unsupported(Configuration.none(), false))
                .isEqualTo("TLS is not supported yet");
        assertThat(CommandLine.parse("--tlscert", "a", "--tls=false").unsupported(Configuration.none(), false))
                .isNull();
        assertThat(CommandLine.parse("--routes", "nats://a:1").unsupported(Configuration.none(), false))
                .isEqualTo("solicited routes require cluster capabilities, e.g. --cluster");
        assertThat(CommandLine.parse("--routes", "nats://a:1", "--cluster", "nats://b:1")
                        .unsupported(Configuration.none(), false))
                .isEqualTo("-routes is not supported yet; --ignore-unsupported starts without it");
        assertThat(CommandLine.parse("-ms", "1").unsupported(Configuration.none(), false))
                .contains("https");
    }

    @Test
    void whatIsNotSupportedYetIsIgnoredOnRequestButNotTls() throws FlagException {
        CommandLine line = CommandLine.parse("--routes", "nats://a:1", "--cluster", "nats://b:1", "-ms", "1");
        assertThat(line.unsupported(Configuration.none(), true)).isNull();
        assertThat(line.ignored(true)).containsExactlyInAnyOrder("-cluster", "-routes", "-ms");

        assertThat(CommandLine.parse("--tlscert", "a", "--tlskey", "b").unsupported(Configuration.none(), true))
                .isEqualTo("TLS is not supported yet");
        assertThat(CommandLine.parse("--routes", "nats://a:1").unsupported(Configuration.none(), true))
                .isEqualTo("solicited routes require cluster capabilities, e.g. --cluster");
    }

    @Test
    void theAddressForRoutesIsCheckedAlthoughThereAreNone() throws Exception {
        assertThat(CommandLine.parse("--cluster", "nats://u@h:1", "--tls").unsupported(Configuration.none(), true))
                .isEqualTo("expected cluster password to be set");
        assertThat(CommandLine.parse("--cluster_name", "a b").unsupported(Configuration.none(), true))
                .isEqualTo("cluster name cannot contain spaces");
    }

    @Test
    void routesMayHaveTheAddressOfTheFile() throws Exception {
        Configuration file = Configuration.parseText("cluster { port: -1 }", Map.of());

        assertThat(CommandLine.parse("--routes", "nats://a:1").unsupported(file, false))
                .startsWith("-routes is not supported yet");
    }

    @Test
    void everyFlagStandsInTheUsage() {
        for (Flag flag : Flag.values()) {
            assertThat(Usage.TEXT).as(flag.name()).contains(flag.display());
        }
        assertThat(Usage.TEXT).startsWith("\nUsage: nats-server [options]\n");
    }

    private static ServerOptions options(String file, String... flags) throws FlagException, ConfigException {
        return Configuration.parseText(file, Map.of()).options(StartOptions.overrides(CommandLine.parse(flags)));
    }
}
