package dev.midge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Runs logins in a class loader that has no BouncyCastle: whoever needs none must not load it, for the start's sake. */
class WithoutBouncyCastleTest {

    @Test
    void plainPasswordsTokensAndConfiguringNKeysNeedNoBouncyCastle() throws Exception {
        assertThat(run(PlainLogins.class)).isEqualTo("GRANTED GRANTED DENIED DENIED");
    }

    @Test
    void aHashIsConfiguredWithoutItAndOnlyALoginMissesIt() throws Exception {
        assertThat(run(HashedLogin.class)).isEqualTo("UNAVAILABLE");
    }

    private static Object run(Class<?> task) throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("bcprov")) {
                classPath.add(new File(entry).toURI().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            return ((Callable<?>) loader.loadClass(task.getName())
                            .getDeclaredConstructor()
                            .newInstance())
                    .call();
        }
    }

    /** Every path that a server without hashes and signatures takes. */
    public static final class PlainLogins implements Callable<String> {
        @Override
        public String call() {
            AuthConfig config = AuthConfig.builder()
                    .user(UserEntry.builder().name("a").password("pa").build())
                    .nkeyUser(NKeyUserEntry.builder()
                            .nkey("UCBD6WCOEHMX6VG6656TUETQAKF2BUKVACXRID3PAGUE7U4GJQQFBRXV")
                            .build())
                    .token("t")
                    .build();
            try (AuthenticatorChain chain = AuthenticatorChain.create(config, AuthRuntime.defaults())) {
                return String.join(
                        " ",
                        kind(chain, Attempts.user("a", "pa")),
                        kind(chain, Attempts.token("t")),
                        kind(chain, Attempts.user("a", "x")),
                        kind(chain, Attempts.attempt().nkey("UX").build()));
            }
        }

        private static String kind(AuthenticatorChain chain, ConnectAttempt attempt) {
            return Attempts.decide(chain, attempt).kind().name();
        }
    }

    /** Shows that the class loader really lacks it. */
    public static final class HashedLogin implements Callable<String> {
        @Override
        public String call() {
            AuthConfig config = AuthConfig.builder()
                    .token("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")
                    .build();
            try (AuthenticatorChain chain = AuthenticatorChain.create(config, AuthRuntime.defaults())) {
                return Attempts.decide(chain, Attempts.token("U*U")).kind().name();
            }
        }
    }
}
