package dev.midge.server.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFilesTest {

    private static final long PID = ProcessHandle.current().pid();

    @TempDir
    private Path directory;

    @Test
    void thePidFileHoldsTheBarePidForItsOwnerOnly() throws Exception {
        Path file = Files.writeString(directory.resolve("pid"), "an older and longer content");
        Files.delete(file);
        ProcessFiles.writePid(file.toString());

        assertThat(file).hasContent(Long.toString(PID));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void anOlderPidFileIsReplaced() throws Exception {
        Path file = Files.writeString(directory.resolve("pid"), "an older and longer content");
        ProcessFiles.writePid(file.toString());

        assertThat(file).hasContent(Long.toString(PID));
    }

    @Test
    void aPidFileThatCannotBeWrittenIsNamedWithItsCause() {
        String file = directory.resolve("missing/pid").toString();

        assertThatThrownBy(() -> ProcessFiles.writePid(file))
                .hasMessage("open " + file + ": no such file or directory");
    }

    @Test
    void thePortsFileListsTheListenersThatExist() throws Exception {
        Path file = ProcessFiles.portsFile(directory.toString());
        ProcessFiles.writePorts(file, List.of("nats://127.0.0.1:4222"), List.of());
        assertThat(file)
                .hasFileName("nats-server_" + PID + ".ports")
                .hasContent("{\"nats\":[\"nats://127.0.0.1:4222\"]}");

        ProcessFiles.writePorts(file, List.of("nats://a:1", "nats://b:1"), List.of("http://127.0.0.1:8222"));
        assertThat(file)
                .hasContent("{\"nats\":[\"nats://a:1\",\"nats://b:1\"],\"monitoring\":[\"http://127.0.0.1:8222\"]}");
        assertThat(directory).isDirectoryContaining("glob:**.ports").isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void aPortsFileThatCannotBeWrittenIsNamedWithItsCause() {
        Path file = ProcessFiles.portsFile(directory.resolve("missing").toString());

        assertThatThrownBy(() -> ProcessFiles.writePorts(file, List.of("nats://a:1"), List.of()))
                .hasMessage("open " + file + ": no such file or directory");
    }

    @Test
    void aNamedHostStandsForTheAddressThatItHas() throws Exception {
        assertThat(ListenUrls.of("nats", "localhost", 4222)).containsExactly("nats://127.0.0.1:4222");
    }

    @Test
    void aWildcardStandsForEveryLocalAddressLoopbackFirst() throws Exception {
        assertThat(ListenUrls.of("nats", "0.0.0.0", 4222).get(0)).isEqualTo("nats://127.0.0.1:4222");
        assertThat(ListenUrls.of("http", "::1", 8222)).containsExactly("http://[::1]:8222");
    }
}
