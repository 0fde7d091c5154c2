package dev.midge.server.plugin;

import dev.midge.auth.AuthenticatorFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The factories that jars name in {@code META-INF/services}, and what is wrong with those that cannot be made. */
final class Providers {

    private static final int MOST_ERRORS = 16;

    private final List<AuthenticatorFactory> factories = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    private Providers() {}

    static Providers of(@Nullable ClassLoader loader) {
        Providers providers = new Providers();
        providers.readAll(ServiceLoader.load(AuthenticatorFactory.class, loader).iterator());
        return providers;
    }

    /** One that is broken does not keep others from being found. */
    private void readAll(Iterator<AuthenticatorFactory> found) {
        boolean more = true;
        while (more && errors.size() < MOST_ERRORS) {
            try {
                more = found.hasNext();
                if (more) {
                    factories.add(found.next());
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                errors.add(String.valueOf(e.getMessage()));
            }
        }
    }

    @Nullable
    AuthenticatorFactory named(String name) throws PluginException {
        for (AuthenticatorFactory factory : factories) {
            if (name.equals(nameOf(factory))) {
                return factory;
            }
        }
        return null;
    }

    /** What is there instead of the one that was looked for. */
    String description() throws PluginException {
        List<String> names = new ArrayList<>();
        for (AuthenticatorFactory factory : factories) {
            names.add(nameOf(factory));
        }
        String there = names.isEmpty() ? "none" : String.join(", ", names);
        return errors.isEmpty() ? there : there + " (" + String.join("; ", errors) + ")";
    }

    private static String nameOf(AuthenticatorFactory factory) throws PluginException {
        try {
            return factory.name();
        } catch (LinkageError | RuntimeException e) {
            throw new PluginException(factory.getClass().getName() + " cannot say its name: " + e, e);
        }
    }
}
