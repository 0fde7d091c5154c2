package dev.midge.auth;

/** Makes one {@link Authenticator} for one server. */
public interface AuthenticatorFactory {

    /** How the configuration and log lines call it; constant. */
    String name();

    /** Called once per server and again for each reload. */
    Authenticator create(AuthenticatorContext context);
}
