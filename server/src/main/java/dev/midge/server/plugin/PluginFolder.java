package dev.midge.server.plugin;

import dev.midge.auth.AuthenticatorFactory;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder with a directory for each plug-in, named like it, that holds its jars: {@code plugins/NAME/*.jar}. Each gets a
 * class loader of its own.
 */
final class PluginFolder implements AutoCloseable {

    private final Path folder;
    private final List<URLClassLoader> loaders = new ArrayList<>();

    PluginFolder(Path folder) {
        this.folder = folder;
    }

    /** Null when it has no directory of that name. */
    @Nullable
    AuthenticatorFactory find(String name) throws PluginException {
        Path directory = folder.resolve(name);
        return Files.isDirectory(directory) ? load(name, directory) : null;
    }

    private AuthenticatorFactory load(String name, Path directory) throws PluginException {
        URLClassLoader loader = new URLClassLoader(
                "midge-plugin-" + name, jars(name, directory), new SharedClasses(Plugins.class.getClassLoader()));
        loaders.add(loader);
        Providers providers = Providers.of(loader);
        AuthenticatorFactory factory = providers.named(name);
        if (factory == null) {
            throw new PluginException(
                    "the jars in " + directory + " have no authenticator of that name, but " + providers.description());
        }
        return factory;
    }

    private static URL[] jars(String name, Path directory) throws PluginException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.jar")) {
            found.forEach(jars::add);
            // Which of two jars wins must not depend on the file system.
            Collections.sort(jars);
            URL[] urls = new URL[jars.size()];
            for (int i = 0; i < urls.length; i++) {
                urls[i] = jars.get(i).toUri().toURL();
            }
            if (urls.length == 0) {
                throw new PluginException("there is no jar in " + directory);
            }
            return urls;
        } catch (IOException e) {
            throw new PluginException("the jars of " + name + " cannot be read: " + e, e);
        }
    }

    @Override
    public void close() throws IOException {
        for (URLClassLoader loader : loaders) {
            loader.close();
        }
    }
}
