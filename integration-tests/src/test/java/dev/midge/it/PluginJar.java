package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.AuthenticatorFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A plug-in as somebody else makes it: source compiled against the auth module alone, packed into a jar of its own. */
final class PluginJar {

    private PluginJar() {}

    /** Writes {@code plugins/NAME/NAME.jar} with these classes; {@code provider} is named in {@code META-INF/services}. */
    static void write(Path plugins, String name, String provider, String source) {
        try {
            Path directory = Files.createDirectories(plugins.resolve(name));
            Path classes = Files.createTempDirectory(plugins, "classes");
            compile(provider, source, classes);
            try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(directory.resolve(name + ".jar")))) {
                put(
                        jar,
                        "META-INF/services/" + AuthenticatorFactory.class.getName(),
                        provider.getBytes(StandardCharsets.UTF_8));
                for (Path file : filesIn(classes)) {
                    put(jar, classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void compile(String className, String source, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, null)) {
            boolean compiled = compiler.getTask(
                            new StringWriter(),
                            files,
                            found,
                            List.of("-d", classes.toString(), "-cp", authModule(), "-proc:none", "--release", "17"),
                            null,
                            List.of(new Source(className, source)))
                    .call();
            assertThat(compiled).as("%s", found.getDiagnostics()).isTrue();
        }
    }

    private static String authModule() {
        try {
            return Path.of(AuthenticatorFactory.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void put(JarOutputStream jar, String entry, byte[] bytes) throws IOException {
        jar.putNextEntry(new JarEntry(entry));
        jar.write(bytes);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
