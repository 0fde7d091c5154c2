package dev.midge.server;

import dev.midge.auth.AuthenticatorFactory;
import dev.midge.auth.Plugin;
import dev.midge.server.config.PluginEntry;
import dev.midge.server.log.ServerLog;
import dev.midge.server.plugin.PluginException;
import dev.midge.server.plugin.Plugins;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The authenticators from outside of one server: those that the embedding program brought, then those that the
 * configuration names. An entry that a reload finds as it was stays the same {@link Plugin}, which keeps its authenticator.
 *
 * <p>Thread: one at a time.
 */
final class ServerPlugins {

    private final List<Plugin> brought;
    private final List<AuthenticatorFactory> available;
    private final @Nullable Path folder;
    private final Map<String, AuthenticatorFactory> factories = new HashMap<>();
    private final Map<PluginEntry, Plugin> named = new HashMap<>();

    /** Null until one is looked for. */
    private @Nullable Plugins places;

    ServerPlugins(List<Plugin> brought, List<AuthenticatorFactory> available, @Nullable Path folder) {
        this.brought = List.copyOf(brought);
        this.available = List.copyOf(available);
        this.folder = folder;
    }

    /**
     * Those in force with these entries, in the order in which they are asked.
     *
     * @throws PluginException naming each that is not there
     */
    List<Plugin> with(List<PluginEntry> entries) throws PluginException {
        List<Plugin> all = new ArrayList<>(brought);
        StringBuilder missing = new StringBuilder();
        for (PluginEntry entry : entries) {
            try {
                all.add(plugin(entry));
            } catch (PluginException e) {
                missing.append(missing.length() == 0 ? "" : "\n")
                        .append(entry.place())
                        .append("plugin \"" + entry.name() + "\": ")
                        .append(e.getMessage());
            }
        }
        if (missing.length() > 0) {
            throw new PluginException(missing.toString());
        }
        return all;
    }

    private Plugin plugin(PluginEntry entry) throws PluginException {
        Plugin known = named.get(entry);
        if (known != null) {
            return known;
        }
        Plugin made = Plugin.of(factory(entry.name()))
                .settings(entry.settings())
                .order(entry.order())
                .timeout(entry.timeout())
                .build();
        named.put(entry, made);
        return made;
    }

    private AuthenticatorFactory factory(String name) throws PluginException {
        AuthenticatorFactory known = factories.get(name);
        if (known != null) {
            return known;
        }
        Plugins where = places == null ? new Plugins(available, folder) : places;
        places = where;
        AuthenticatorFactory found = where.find(name);
        factories.put(name, found);
        return found;
    }

    /** Forgets all others. */
    void retain(List<PluginEntry> entries) {
        named.keySet().retainAll(entries);
    }

    /** When none of their authenticators is in use any more. */
    void close(ServerLog log) {
        if (places == null) {
            return;
        }
        try {
            places.close();
        } catch (IOException e) {
            log.warn("A plug-in's jars could not be closed: " + e);
        }
    }
}
