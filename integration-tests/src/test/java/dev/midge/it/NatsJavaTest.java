package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.AuthHandler;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Everyday use with the Java client. */
@Execution(ExecutionMode.CONCURRENT)
@SuppressWarnings("try") // Connection.close() declares InterruptedException; a test that is interrupted may fail
class NatsJavaTest {

    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final String SEED = "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E";
    private static final String HASH = "$2a$04$etADT1KUbVY9ZX6Rd8OgzOWV/PMVEICpsQigXmA1C6vKMQbFnIoD.";
    private static final String PASSWORD = "secret-password-1234";

    @RegisterExtension
    static final ServerUnderTest OPEN = ServerUnderTest.shared();

    @RegisterExtension
    static final ServerUnderTest TOKEN = ServerUnderTest.shared("authorization { token: secret }");

    @RegisterExtension
    static final ServerUnderTest USERS = ServerUnderTest.shared(
            "authorization { users: [",
            "  { user: ann, password: \"" + HASH + "\" }",
            "  { user: limited, password: pw, permissions: { publish: \"allowed\", subscribe: \"allowed\" } }",
            "  { nkey: " + Connect.publicKey(SEED) + " }",
            "] }");

    @Test
    void logsInByToken() throws Exception {
        try (Connection client =
                Nats.connect(options(TOKEN).token("secret".toCharArray()).build())) {
            assertThat(client.getStatus()).isEqualTo(Connection.Status.CONNECTED);
        }
        assertRefused(options(TOKEN).token("wrong".toCharArray()));
        assertRefused(options(TOKEN));
    }

    @Test
    void logsInByHashedPassword() throws Exception {
        try (Connection client = Nats.connect(user("ann", PASSWORD).build())) {
            assertThat(client.getServerInfo().isAuthRequired()).isTrue();
        }
        assertRefused(user("ann", "wrong"));
        assertRefused(user("ann", HASH));
    }

    @Test
    void logsInByNKey() throws Exception {
        try (Connection client =
                Nats.connect(options(USERS).authHandler(keyOf(SEED)).build())) {
            assertThat(client.getStatus()).isEqualTo(Connection.Status.CONNECTED);
        }
        assertRefused(options(USERS).authHandler(keyOf("SUAMAX7EBV7EQ3BG3KTK5GMMAAZRECT7WYZQVAXI6VEZKKPUYHMOVNPJCI")));
    }

    @Test
    void getsTheReplyToARequest() throws Exception {
        try (Connection service = Nats.connect(options(OPEN).build());
                Connection client = Nats.connect(options(OPEN).build())) {
            Dispatcher dispatcher =
                    service.createDispatcher(message -> service.publish(message.getReplyTo(), message.getData()));
            dispatcher.subscribe("echo", "workers");
            service.flush(DEADLINE);
            for (int i = 0; i < 50; i++) {
                Message reply = client.request("echo", bytes("hello " + i), DEADLINE);
                assertThat(reply.getData()).isEqualTo(bytes("hello " + i));
            }
        }
    }

    @Test
    void learnsAtOnceThatNobodyAnswers() throws Exception {
        try (Connection client = Nats.connect(options(OPEN).build())) {
            assertThatThrownBy(() -> client.request("nobody", bytes("hi")).get(5, TimeUnit.SECONDS))
                    .isInstanceOfAny(CancellationException.class, ExecutionException.class);
        }
    }

    @Test
    void carriesHeaders() throws Exception {
        try (Connection client = Nats.connect(options(OPEN).build())) {
            Subscription subscription = client.subscribe("headers");
            Headers headers = new Headers().add("Color", "red", "blue").add("Empty", "");
            client.publish(NatsMessage.builder()
                    .subject("headers")
                    .headers(headers)
                    .data("hi")
                    .build());
            Message message = subscription.nextMessage(DEADLINE);
            assertThat(message.getHeaders().get("Color")).containsExactly("red", "blue");
            assertThat(message.getHeaders().get("Empty")).containsExactly("");
            assertThat(message.getData()).isEqualTo(bytes("hi"));
        }
    }

    @Test
    void sharesWorkInAQueueGroup() throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        try (Connection one = Nats.connect(options(OPEN).build());
                Connection two = Nats.connect(options(OPEN).build());
                Connection publisher = Nats.connect(options(OPEN).build())) {
            one.createDispatcher(message -> seen.add(text(message))).subscribe("jobs", "workers");
            two.createDispatcher(message -> seen.add(text(message))).subscribe("jobs", "workers");
            one.flush(DEADLINE);
            two.flush(DEADLINE);
            Set<String> sent = new HashSet<>();
            for (int i = 0; i < 200; i++) {
                publisher.publish("jobs", bytes("job " + i));
                sent.add("job " + i);
            }
            Eventually.isTrue("all jobs done", () -> seen.equals(sent));
        }
    }

    @Test
    void hearsOfAPermissionViolation() throws Exception {
        BlockingQueue<String> errors = new LinkedBlockingQueue<>();
        ErrorListener listener = new ErrorListener() {
            @Override
            public void errorOccurred(Connection connection, String error) {
                errors.add(error);
            }
        };
        try (Connection client =
                Nats.connect(user("limited", "pw").errorListener(listener).build())) {
            client.publish("forbidden", bytes("hi"));
            assertThat(errors.poll(5, TimeUnit.SECONDS))
                    .isEqualTo("Permissions Violation for Publish to \"forbidden\"");
            Subscription refused = client.subscribe("forbidden");
            assertThat(errors.poll(5, TimeUnit.SECONDS))
                    .isEqualTo("Permissions Violation for Subscription to \"forbidden\"");
            refused.unsubscribe();
            Subscription allowed = client.subscribe("allowed");
            client.publish("allowed", bytes("still here"));
            assertThat(text(allowed.nextMessage(DEADLINE))).isEqualTo("still here");
        }
    }

    @Test
    void drainsWithoutLosingMessages() throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        try (Connection client = Nats.connect(options(OPEN).build())) {
            Dispatcher dispatcher = client.createDispatcher(message -> seen.add(text(message)));
            dispatcher.subscribe("drained");
            for (int i = 0; i < 100; i++) {
                client.publish("drained", bytes("message " + i));
            }
            assertThat(client.drain(DEADLINE).get(5, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).hasSize(100);
        }
    }

    private static void assertRefused(Options.Builder options) {
        // The client waits for its timeout even after it has read the refusal.
        Options impatient = options.connectionTimeout(Duration.ofSeconds(1))
                .errorListener(new ErrorListener() {})
                .build();
        assertThatThrownBy(() -> Nats.connect(impatient).close())
                .isInstanceOfAny(AuthenticationException.class, IOException.class)
                .hasMessageContaining("Authorization Violation");
    }

    private static Options.Builder options(ServerUnderTest server) {
        return new Options.Builder().server(server.url()).noReconnect().connectionTimeout(DEADLINE);
    }

    private static Options.Builder user(String name, String password) {
        return options(USERS).userInfo(name.toCharArray(), password.toCharArray());
    }

    private static AuthHandler keyOf(String seed) {
        return new AuthHandler() {
            @Override
            public byte[] sign(byte[] nonce) {
                return Connect.sign(seed, new String(nonce, StandardCharsets.US_ASCII));
            }

            @Override
            public char[] getID() {
                return Connect.publicKey(seed).toCharArray();
            }

            @Override
            public char[] getJWT() {
                return new char[0];
            }
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Message message) {
        return new String(message.getData(), StandardCharsets.UTF_8);
    }
}
