package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.midge.server.Server;
import dev.midge.server.ServerStartException;
import dev.midge.server.log.ServerLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plug-ins from a folder of jars: what they see, and how those that cannot be used are refused. */
@MidgeOnly
class PluginFolderTest {

    private static final String SOURCE = """
            package com.example;

            import dev.midge.auth.*;
            import java.util.concurrent.CompletableFuture;

            public final class Guard implements AuthenticatorFactory {
                @Override
                public String name() {
                    return "guard";
                }

                @Override
                public int spiVersion() {
                    return SPI_VERSION;
                }

                @Override
                public Authenticator create(AuthenticatorContext context) {
                    return attempt -> CompletableFuture.completedFuture(decide(context, attempt));
                }

                private AuthDecision decide(AuthenticatorContext context, ConnectAttempt attempt) {
                    return AuthDecision.granted(Identity.builder().userName(String.valueOf(ANSWER)).build());
                }
            }
            """;

    @TempDir
    Path plugins;

    @Test
    void itsSettingsComeFromTheConfiguration() throws Exception {
        write("context.settings().get(\"who\")");
        try (Server server = started("{ name: guard, config { who: \"ann\" } }");
                WireClient client = WireClient.open(server.clientPort())) {
            client.send("CONNECT {\"verbose\":false}", "PING");
            client.expect("PONG");
            assertThat(server.authenticationFigures().get(0).granted()).isEqualTo(1);
        }
    }

    @Test
    void itSeesTheExtensionPointAndNothingElseOfTheServer() throws Exception {
        write("see(\"dev.midge.auth.nkey.NKey\") + see(\"io.netty.buffer.ByteBuf\")"
                + " + see(\"dev.midge.server.Server\") + see(\"org.bouncycastle.math.ec.rfc8032.Ed25519\")");
        try (Server server = started("{ name: guard }");
                WireClient client = WireClient.open(server.clientPort())) {
            client.send("CONNECT {\"verbose\":false,\"protocol\":1}", "PING");
            client.expect("PONG");
            assertThat(server.authenticationFigures().get(0).toString()).contains("granted 1");
        }
    }

    @Test
    void oneThatIsNowhereIsNamedWithItsPlace() {
        assertThatThrownBy(() -> started("{ name: nobody }\n    { name: noone }"))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining(
                        "plugin \"nobody\": there is no such authenticator, neither on the class path nor in "
                                + plugins)
                .hasMessageContaining("plugin \"noone\": there is no such authenticator");
    }

    @Test
    void aFolderWithoutAJarIsSaid() throws IOException {
        Files.createDirectories(plugins.resolve("guard"));
        assertThatThrownBy(() -> started("{ name: guard }"))
                .hasMessageContaining("plugin \"guard\": there is no jar in " + plugins.resolve("guard"));
    }

    @Test
    void aJarWithAnotherAuthenticatorSaysWhichOneItHas() throws Exception {
        write("\"x\"");
        Files.move(plugins.resolve("guard"), plugins.resolve("watch"));
        assertThatThrownBy(() -> started("{ name: watch }"))
                .hasMessageContaining("have no authenticator of that name, but guard");
    }

    @Test
    void aClassThatIsNotThereIsSaid() throws Exception {
        PluginJar.write(
                plugins, "guard", "com.example.Guard", source("\"x\"").replace("name() {", "name() { Gone.x();") + """
                final class Gone {
                    static void x() {}
                }
                """);
        removeFromJar("guard", "com/example/Gone.class");
        assertThatThrownBy(() -> started("{ name: guard }"))
                .hasMessageContaining("com.example.Guard cannot say its name: java.lang.NoClassDefFoundError");
    }

    @Test
    void aProviderThatIsNotThereIsSaid() throws Exception {
        write("\"x\"");
        removeFromJar("guard", "com/example/Guard.class");
        assertThatThrownBy(() -> started("{ name: guard }"))
                .hasMessageContaining("but none (")
                .hasMessageContaining("com.example.Guard not found");
    }

    @Test
    void oneForAnotherVersionOfTheExtensionPointIsRefusedInWords() {
        PluginJar.write(
                plugins,
                "guard",
                "com.example.Guard",
                source("\"x\"").replace("return SPI_VERSION;", "return SPI_VERSION + 1;"));
        assertThatThrownBy(() -> started("{ name: guard }"))
                .hasMessage(
                        "authenticator \"guard\" cannot be used: it is made for version 2 of the extension point, and"
                                + " this server has version 1");
    }

    @Test
    void oneThatCannotBeMadeKeepsTheServerFromStarting() {
        PluginJar.write(
                plugins,
                "guard",
                "com.example.Guard",
                source("\"x\"")
                        .replace(
                                "return attempt ->",
                                "if (true) throw new IllegalStateException(\"no url\"); return attempt ->"));
        assertThatThrownBy(() -> started("{ name: guard }"))
                .hasMessage("authenticator \"guard\" cannot be used: no url");
    }

    private void write(String answer) {
        PluginJar.write(plugins, "guard", "com.example.Guard", source(answer));
    }

    private static String source(String answer) {
        return SOURCE.replace("ANSWER", answer).replace("    private AuthDecision decide", """
                    private static String see(String name) {
                        boolean ours = name.startsWith("dev.midge.auth.");
                        try {
                            Class.forName(name);
                            if (!ours) throw new IllegalStateException(name + " is to be seen");
                        } catch (ClassNotFoundException e) {
                            if (ours) throw new IllegalStateException(e);
                        }
                        return name;
                    }

                    private AuthDecision decide""");
    }

    private void removeFromJar(String plugin, String entry) throws IOException {
        Path jar = plugins.resolve(plugin).resolve(plugin + ".jar");
        try (var inside = java.nio.file.FileSystems.newFileSystem(jar)) {
            Files.delete(inside.getPath(entry));
        }
    }

    private Server started(String entries) throws Exception {
        Server server = Server.builder()
                .config("listen: \"127.0.0.1:-1\"\nauthorization {\n  plugins: [\n    " + entries + "\n  ]\n}\n")
                .log(ServerLog.silent())
                .pluginFolder(plugins)
                .build();
        try {
            server.start();
        } catch (ServerStartException e) {
            server.close();
            throw e;
        }
        return server;
    }
}
