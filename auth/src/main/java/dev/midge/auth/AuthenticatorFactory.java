package dev.midge.auth;

/**
 * Makes one {@link Authenticator} for one server.
 *
 * <p>An embedding program hands it to the server's builder. A plug-in is found by its name: it stands in a jar with a file
 * {@code META-INF/services/dev.midge.auth.AuthenticatorFactory} and has a public constructor without parameters.
 */
public interface AuthenticatorFactory {

    /**
     * Which version of this extension point the server has. It grows when an authenticator that was compiled for the one
     * before could go wrong; new methods with defaults do not change it.
     */
    int SPI_VERSION = 1;

    /** How the configuration and log lines call it; constant. */
    String name();

    /**
     * Which version it was written for: {@code return SPI_VERSION}, which the compiler turns into the number of that
     * moment. A server with another one refuses the plug-in in words.
     */
    int spiVersion();

    /** Called once per server and again for each reload. What it throws keeps the server from starting. */
    Authenticator create(AuthenticatorContext context);
}
