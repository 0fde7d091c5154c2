package dev.midge.server.plugin;

/**
 * What a plug-in in a folder sees of the server: the extension point, the logging API and Java itself. Everything else it
 * brings along, in whichever version it likes; the server's own libraries do not get in its way.
 */
final class SharedClasses extends ClassLoader {

    private static final String[] SHARED = {"dev.midge.auth.", "org.slf4j.", "org.jspecify.annotations."};

    private final ClassLoader server;

    SharedClasses(ClassLoader server) {
        super("midge-shared", getPlatformClassLoader());
        this.server = server;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        for (String prefix : SHARED) {
            if (name.startsWith(prefix)) {
                return server.loadClass(name);
            }
        }
        throw new ClassNotFoundException(name);
    }
}
