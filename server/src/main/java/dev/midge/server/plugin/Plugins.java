package dev.midge.server.plugin;

import dev.midge.auth.AuthenticatorFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds an authenticator by its name, in this order: among those that an embedding program brought, on the class path
 * (with {@link java.util.ServiceLoader}), in the folder of plug-ins. Closing it ends the class loaders of the folder, so it
 * lives as long as what was found.
 *
 * <p>Thread: one at a time.
 */
public final class Plugins implements AutoCloseable {

    private final List<AuthenticatorFactory> brought;
    private final @Nullable PluginFolder folder;
    private final String places;

    /** {@code folder} is null where there is none. */
    public Plugins(List<AuthenticatorFactory> brought, @Nullable Path folder) {
        this.brought = List.copyOf(brought);
        this.folder = folder == null ? null : new PluginFolder(folder);
        this.places = folder == null ? "not on the class path" : "neither on the class path nor in " + folder;
    }

    /**
     * Finds and loads it.
     *
     * @throws PluginException in words, when it is in none of the places, or cannot be loaded
     */
    public AuthenticatorFactory find(String name) throws PluginException {
        for (AuthenticatorFactory factory : brought) {
            if (factory.name().equals(name)) {
                return factory;
            }
        }
        AuthenticatorFactory onClassPath =
                Providers.of(Thread.currentThread().getContextClassLoader()).named(name);
        if (onClassPath != null) {
            return onClassPath;
        }
        AuthenticatorFactory inFolder = folder == null ? null : folder.find(name);
        if (inFolder == null) {
            throw new PluginException("there is no such authenticator, " + places);
        }
        return inFolder;
    }

    @Override
    public void close() throws IOException {
        if (folder != null) {
            folder.close();
        }
    }
}
