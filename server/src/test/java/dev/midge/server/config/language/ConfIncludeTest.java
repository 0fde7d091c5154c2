package dev.midge.server.config.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfIncludeTest {
    @TempDir
    Path directory;

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(directory.resolve("sub"));
    }

    @Test
    void includedKeysBecomeKeysOfTheMapThatIncludes() throws Exception {
        write("sub/users.conf", "b: 2\n");
        write("main.conf", "a { include 'sub/users.conf'\n c: 3 }\n");

        assertThat(ConfText.of(read("main.conf"))).isEqualTo("{a={b=int 2, c=int 3}}");
    }

    @Test
    void pathIsRelativeToTheFileThatIncludes() throws Exception {
        write("sub/two.conf", "two: 2\n");
        write("sub/one.conf", "include two.conf\n");
        write("main.conf", "include \"sub/one.conf\"\n");

        assertThat(ConfText.of(read("main.conf"))).isEqualTo("{two=int 2}");
    }

    @Test
    void absolutePathIsStillRelative() throws Exception {
        write("sub/one.conf", "one: 1\n");
        write("main.conf", "include /sub/one.conf\n");

        assertThat(ConfText.of(read("main.conf"))).isEqualTo("{one=int 1}");
    }

    @Test
    void includedKeysCarryTheirFile() throws Exception {
        write("sub/one.conf", "\none: 1\n");
        write("main.conf", "include sub/one.conf\n");

        assertThat(read("main.conf").get("one").position()).isEqualTo(new Position(directory + "/sub/one.conf", 2, 1));
    }

    @Test
    void includedFileSeesNoVariablesOfTheOther() throws Exception {
        write("sub/one.conf", "one: $x\n");
        write("main.conf", "x: 1\ninclude sub/one.conf\n");

        assertThat(failure("main.conf").text())
                .isEqualTo(
                        "error parsing include file 'sub/one.conf', variable reference for 'x' on line 1 can not be found");
    }

    @Test
    void includedKeysAreVariablesOfLaterLines() throws Exception {
        write("sub/one.conf", "one: 1\n");
        write("main.conf", "include sub/one.conf\ntwo: $one\n");

        assertThat(ConfText.of(read("main.conf"))).isEqualTo("{one=int 1, two=int 1}");
    }

    @Test
    void errorInAnIncludedFileTellsItsPlace() throws Exception {
        write("sub/one.conf", "\none: x y\n");
        write("main.conf", "include sub/one.conf\n");

        ConfReadException failure = failure("main.conf");

        assertThat(failure.text())
                .isEqualTo(
                        "error parsing include file 'sub/one.conf', Parse error on line 2: 'Expected a top-level value"
                                + " to end with a new line, comment or EOF, but got 'y' instead.'");
        assertThat(failure.detail()).isEqualTo(directory + "/sub/one.conf:2:9");
    }

    @Test
    void cycleIsRefused() throws Exception {
        write("sub/one.conf", "include ../main.conf\n");
        write("main.conf", "include sub/one.conf\n");

        assertThat(failure("main.conf").text())
                .isEqualTo("error parsing include file 'sub/one.conf', error parsing include file '../main.conf', "
                        + "include cycle or more than 32 includes");
    }

    @Test
    void longChainIsRefused() throws Exception {
        for (int i = 0; i < 40; i++) {
            write("c" + i + ".conf", "include c" + (i + 1) + ".conf\n");
        }

        assertThat(failure("c0.conf").text()).endsWith("include cycle or more than 32 includes");
    }

    @Test
    void missingFileAndFolderAreNamed() throws Exception {
        assertThat(failure("none.conf").text())
                .isEqualTo("open " + directory + "/none.conf: no such file or directory");
        assertThat(failure("sub").text()).isEqualTo("read " + directory + "/sub: is a directory");
    }

    @Test
    void unreadableFileIsNamed() throws Exception {
        write("main.conf/x", "");

        assertThat(failure("main.conf/x/y").text()).isEqualTo("open " + directory + "/main.conf/x/y: not a directory");
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Map<String, ConfNode> read(String name) throws ConfReadException {
        return ConfParser.parseFile(directory + "/" + name, Map.of());
    }

    private ConfReadException failure(String name) {
        return catchThrowableOfType(ConfReadException.class, () -> read(name));
    }
}
