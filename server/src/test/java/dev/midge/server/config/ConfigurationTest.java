package dev.midge.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    private static final String NKEY = "UDNJ5DL65IUSZQRKIXVNYWBGNLHOHPA3KJATE2X7SWLB76TEVNIRDJK5";

    private static final String PLAIN =
            "port: -1, authorization { users: [ {user: a, password: b}, {nkey: %s} ] }".formatted(NKEY);

    @TempDir
    Path directory;

    @Test
    void fileNamesItselfAndItsDigest() throws Exception {
        String path = write("port: 4222");

        Configuration configuration = Configuration.parseFile(path, Map.of());

        String digest = "sha256:797533ebd0dfba7d34a0f9337ecf147e442871f48ddfd07ed751575a5737267e";
        assertThat(configuration.digest()).isEqualTo(digest);
        assertThat(configuration.options().configFile()).isEqualTo(path);
        assertThat(configuration.options().configDigest()).isEqualTo(digest);
    }

    @Test
    void emptyFileEarnsAWarning() throws Exception {
        String path = write("# nothing\n");

        assertThat(Configuration.parseFile(path, Map.of()).warningText())
                .isEqualTo(path + ": config has no values or is empty\n");
    }

    @Test
    void errorsCarryTheFile() throws Exception {
        String path = write("\nbogus: 1");

        assertThat(catchThrowableOfType(ConfigException.class, () -> Configuration.parseFile(path, Map.of()))
                        .text())
                .isEqualTo(path + ":2:1: unknown field \"bogus\"\n");
    }

    @Test
    void combinationsAreNotCheckedByReading() throws Exception {
        assertThatCode(() -> Configuration.parseText("no_auth_user: zzz", Map.of()))
                .doesNotThrowAnyException();
    }

    @Test
    void manyUsersAreReadInLinearTime() throws Exception {
        StringBuilder text = new StringBuilder("authorization { users: [\n");
        for (int i = 0; i < 20_000; i++) {
            text.append("  { nkey: ").append(nkey(i)).append(", permissions: { publish: \"a.>\" } }\n");
        }
        String path = write(text.append("] }\n").toString());

        // Processor time, so that a busy machine does not decide.
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        ServerOptions options = Configuration.parseFile(path, Map.of()).options();

        assertThat(options.auth().nkeyUsers()).hasSize(20_000);
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    /** Text of a public user key: kind, 32 bytes, CRC-16/XMODEM in little-endian, all in base 32. */
    private static String nkey(int number) {
        ByteBuffer bytes = ByteBuffer.allocate(35).put((byte) (20 << 3)).putInt(number);
        int crc = 0;
        for (int i = 0; i < 33; i++) {
            crc ^= bytes.get(i) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = ((crc << 1) ^ ((crc & 0x8000) == 0 ? 0 : 0x1021)) & 0xFFFF;
            }
        }
        bytes.put(33, (byte) crc).put(34, (byte) (crc >> 8));
        String binary = new BigInteger(1, bytes.array()).toString(32);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < binary.length(); i++) {
            text.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(Character.digit(binary.charAt(i), 32)));
        }
        return text.toString();
    }

    /** The configuration library costs start-up time, and a plain start has no use for it. */
    @Test
    void startDoesNotLoadTheConfigurationLibrary() throws Exception {
        start(new WithoutConfigurationLibrary(), PLAIN);
    }

    @Test
    void readersOfBlocksAreLoadedForAFileThatHasThemOnly() throws Exception {
        WithoutConfigurationLibrary plain = new WithoutConfigurationLibrary();
        start(plain, PLAIN);
        assertThat(plain.loaded)
                .doesNotContain(
                        "RowsReader",
                        "BlockRows",
                        "TlsReader",
                        "OcspReader",
                        "OperatorReader",
                        "ResolverReader",
                        "MappingsReader",
                        "BorderReader");

        WithoutConfigurationLibrary cluster = new WithoutConfigurationLibrary();
        start(cluster, "port: -1, cluster { port: 1 }");
        assertThat(cluster.loaded).contains("ClusterReader").doesNotContain("JetStreamReader", "TlsReader");
    }

    private void start(ClassLoader loader, String configuration) throws Exception {
        Class<?> isolated = loader.loadClass(PlainStart.class.getName());

        @SuppressWarnings("unchecked") // the isolated class implements the same interface of the JDK
        var start = (ToIntFunction<String>) isolated.getConstructor().newInstance();

        assertThat(start).isNotInstanceOf(PlainStart.class);
        assertThat(start.applyAsInt(write(configuration))).isEqualTo(-1);
    }

    /** Loads our classes itself, and nothing of {@code com.typesafe}. */
    private static final class WithoutConfigurationLibrary extends ClassLoader {
        /** Names without their packages. */
        final Set<String> loaded = new HashSet<>();

        WithoutConfigurationLibrary() {
            super(ConfigurationTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (name.startsWith("com.typesafe.")) {
                    throw new ClassNotFoundException(name);
                }
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null || !name.startsWith("dev.midge.")) {
                    return loaded == null ? super.loadClass(name, resolve) : loaded;
                }
                byte[] bytes = bytesOf(name);
                this.loaded.add(name.substring(name.lastIndexOf('.') + 1));
                return defineClass(name, bytes, 0, bytes.length);
            }
        }

        private byte[] bytesOf(String name) {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                return Objects.requireNonNull(in).readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String write(String text) throws IOException {
        return Files.writeString(directory.resolve("test.conf"), text).toString();
    }
}
