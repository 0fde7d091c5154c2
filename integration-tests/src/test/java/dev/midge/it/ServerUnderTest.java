package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The server that a test talks to: ours in this JVM, or the executable named by {@code -Dserver.bin}.
 *
 * <p>Two uses. {@link #start} for one test, in try-with-resources. {@link #shared} for a class, in a static field with
 * {@code @RegisterExtension}: started before the first test and stopped after the last one.
 *
 * <p>The configuration is NATS syntax without a listen address: the server listens on 127.0.0.1 and a free port.
 */
final class ServerUnderTest implements AutoCloseable, BeforeAllCallback, AfterAllCallback, AfterTestExecutionCallback {

    private static final String EXECUTABLE = System.getProperty("server.bin", "");

    private final String config;
    private RunningServer running;
    private Class<?> sharedBy;

    private ServerUnderTest(String config) {
        this.config = config;
    }

    /** True when tests run against our server, false for another executable. */
    static boolean isMidge() {
        return EXECUTABLE.isEmpty();
    }

    static ServerUnderTest start(String... configLines) {
        return startAsWritten(listening(configLines));
    }

    /** For a configuration that has its own listen address. */
    static ServerUnderTest startAsWritten(String config) {
        ServerUnderTest server = new ServerUnderTest(config);
        server.open();
        return server;
    }

    static ServerUnderTest shared(String... configLines) {
        return new ServerUnderTest(listening(configLines));
    }

    int port() {
        return running.port();
    }

    int monitorPort() {
        return running.monitorPort();
    }

    String url() {
        return "nats://127.0.0.1:" + port();
    }

    String log() {
        return running.log();
    }

    void enterLameDuckMode() {
        running.enterLameDuckMode();
    }

    /**
     * Gives the server these lines in place of its configuration.
     *
     * @return what the log says about it, from the first line to the verdict, without the time
     */
    String reload(String... configLines) {
        return reloadAsWritten(listening(configLines));
    }

    /** For a configuration that has its own listen address. */
    String reloadAsWritten(String config) {
        int before = log().length();
        running.reload(config);
        return log().substring(before).replaceAll("(?m)^\\[\\d+] \\S+ \\S+ ", "");
    }

    /** The same, and fails when the reload is refused. */
    String reloaded(String... configLines) {
        String lines = reload(configLines);
        assertThat(lines).contains("Reloaded server configuration").doesNotContain("Failed to reload");
        return lines;
    }

    /** Waits until the server has ended by itself. */
    void awaitEnd() {
        running.awaitEnd();
    }

    @Override
    public void close() {
        running.close();
    }

    /** Called for the class that has the server, and again for each class nested in it. */
    @Override
    public void beforeAll(ExtensionContext context) {
        if (sharedBy == null) {
            sharedBy = context.getRequiredTestClass();
            open();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (sharedBy == context.getRequiredTestClass()) {
            close();
        }
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            context.publishReportEntry("server log", log());
        }
    }

    private void open() {
        running = isMidge() ? ServerInProcess.start(config) : ServerProcess.start(EXECUTABLE, config);
    }

    private static String listening(String... configLines) {
        return "listen: \"127.0.0.1:-1\"\ndebug: true\n" + String.join("\n", configLines) + "\n";
    }
}
