package dev.midge.auth.nkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows of the library is compiled and run, with its file in a directory of the test. */
class ReadmeExampleTest {

    private static final String FILE = "Path.of(\"user.creds\")";

    @TempDir
    private Path directory;

    @Test
    void theExampleCompilesAndDoesWhatItSays() throws Exception {
        String example = example();
        assertThat(example).contains(FILE);
        Path source = Files.writeString(directory.resolve("Example.java"), program(example));

        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", library().toString(), source.toString());

        assertThat(status).isZero();
        assertThat(run()).isEqualTo("true for Bob only true");
        assertThat(directory.resolve("user.creds")).content().contains("BEGIN NATS USER JWT");
    }

    private static String example() throws Exception {
        String readme = Files.readString(Path.of("..", "README.md"));
        int section = readme.indexOf("## Keys and credentials as a library");
        int start = readme.indexOf("```java\n", section) + "```java\n".length();
        return readme.substring(start, readme.indexOf("```", start));
    }

    private static String program(String example) {
        String token = "\"eyJ0.\" + Base64.getUrlEncoder().withoutPadding().encodeToString("
                + "(\"{\\\"sub\\\":\\\"\" + user.publicKey() + \"\\\"}\").getBytes(StandardCharsets.UTF_8)) + \".c2ln\"";
        return """
                import dev.midge.auth.nkey.*;
                import java.nio.*;
                import java.nio.charset.*;
                import java.nio.file.*;
                import java.util.*;

                public class Example {
                    public static String run(Path directory) throws Exception {
                        %s
                        return genuine + " " + new String(opened, StandardCharsets.UTF_8) + " "
                                + again.publicKey().equals(fromFile.publicKey());
                    }
                }
                """.formatted(example.replace("CredsFile.of(jwt,", "CredsFile.of(" + token + ",")
                .replace(FILE, "directory.resolve(\"user.creds\")"));
    }

    private static File library() throws Exception {
        return new File(
                NKey.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private Object run() throws Exception {
        URL[] classPath = {directory.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(classPath, NKey.class.getClassLoader())) {
            return loader.loadClass("Example").getMethod("run", Path.class).invoke(null, directory);
        }
    }
}
