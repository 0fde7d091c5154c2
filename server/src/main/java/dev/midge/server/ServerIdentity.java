package dev.midge.server;

import dev.midge.auth.nkey.KeyPair;
import dev.midge.auth.nkey.KeyType;
import java.security.SecureRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The keys and the name that a server goes by for as long as it lives. The keys are made on a thread of their own while the
 * rest starts: loading the cryptography takes longer than opening the port.
 */
final class ServerIdentity {

    private final FutureTask<KeyPair> signing = make(KeyType.SERVER);
    private final FutureTask<KeyPair> curve = make(KeyType.CURVE);

    private final @Nullable String configuredName;

    private ServerIdentity(@Nullable String configuredName) {
        this.configuredName = configuredName;
    }

    /** Starts to make the keys. */
    static ServerIdentity create(@Nullable String configuredName) {
        ServerIdentity identity = new ServerIdentity(configuredName);
        Thread maker = new Thread(
                () -> {
                    identity.signing.run();
                    identity.curve.run();
                },
                "midge-identity");
        maker.setDaemon(true);
        maker.start();
        return identity;
    }

    private static FutureTask<KeyPair> make(KeyType type) {
        return new FutureTask<>(() -> KeyPair.create(type, new SecureRandom()));
    }

    /** The public key that INFO, logs and monitoring name the server by; waits until it is there. */
    String id() {
        return publicKey(signing);
    }

    /** The public curve key, which others encrypt to; waits until it is there. */
    String xkey() {
        return publicKey(curve);
    }

    /** What INFO, logs and monitoring call the server: its id unless the options name it. */
    String name() {
        return configuredName == null ? id() : configuredName;
    }

    private static String publicKey(FutureTask<KeyPair> key) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return key.get().publicKey().toString();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("no keys for the server", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
