package dev.midge.server.connection;

import dev.midge.auth.ConnectAttempt;
import dev.midge.auth.Identity;
import dev.midge.protocol.ConnectOptions;
import dev.midge.protocol.GoQuote;
import dev.midge.server.account.Account;
import dev.midge.server.log.LogOrigin;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How a client is called, in log lines and in reports: by what it says of itself, by whom it claims to be, and by whom the
 * login has found it to be.
 *
 * <p>Thread: the connection's loop.
 */
final class LoginNames {

    private final Login login;
    private final ClientConnection connection;
    private final Connections connections;

    private String label = "";
    /** The label is that of the first login, with or without a CONNECT. */
    private boolean labelled;

    LoginNames(Login login, ClientConnection connection, Connections connections) {
        this.login = login;
        this.connection = connection;
        this.connections = connections;
    }

    /** A login has succeeded. */
    void settle(@Nullable ConnectOptions o, Account account, Identity granted) {
        if (!labelled && o != null) {
            label = labelOf(o, account, granted);
        }
        labelled = true;
    }

    /** The identity that the peer claimed, as the log of a refusal names it. */
    String claimed() {
        String claim = claim();
        return claim.isEmpty() ? "" : " - " + claim;
    }

    /** Whose connection it is, for a line that is not about the connection. */
    String holder() {
        String claim = claim();
        if (!claim.isEmpty()) {
            return claim;
        }
        String name = grantedUser();
        return "User " + quoted(name.isEmpty() ? "N/A" : name);
    }

    private String claim() {
        ConnectOptions o = login.options();
        if (o == null) {
            return "";
        }
        String key = login.credentialsKey();
        String named = named(key == null ? Login.given(o.nkey()) : key, Login.given(o.user()));
        if (!named.isEmpty()) {
            return named;
        }
        if (!o.authToken().isEmpty()) {
            return "Token \"[REDACTED]\"";
        }
        ConnectAttempt judged = connections.authentication().judgedAs(login.attempt(o, false));
        return named(judged.nkey(), judged.user());
    }

    private static String named(@Nullable String key, @Nullable String user) {
        if (key != null) {
            return "Nkey " + quoted(key);
        }
        return user == null ? "" : "User " + quoted(user);
    }

    /** What the client said of itself. */
    ClientNames client() {
        ConnectOptions o = login.options();
        return o == null
                ? new ClientNames("", "", "", grantedUser())
                : new ClientNames(o.name(), o.lang(), o.version(), givenUser(o));
    }

    /** nats-server server/client.go getRawAuthUser: NKey before user name before JWT before token. */
    private String givenUser(ConnectOptions o) {
        if (!o.nkey().isEmpty()) {
            return o.nkey();
        }
        if (!o.user().isEmpty()) {
            return o.user();
        }
        return o.jwt().isEmpty() && !o.authToken().isEmpty() ? "[REDACTED]" : grantedUser();
    }

    /** Who a client is that named nobody: the user of a JWT, or {@code no_auth_user}. */
    private String grantedUser() {
        Identity granted = login.identity();
        if (granted == null) {
            return "";
        }
        String key = granted.nkey();
        String name = granted.userName();
        return key != null ? key : name == null ? "" : name;
    }

    /** nats-server server/events.go issuerForClient: users with a key have one, those with a password have none. */
    String issuer() {
        Identity granted = login.identity();
        return granted == null || granted.nkey() == null ? "" : granted.account();
    }

    /** What log lines say about the client behind its number; empty before a successful CONNECT. */
    String label() {
        return label;
    }

    /** The connection, for log lines about it. */
    LogOrigin origin() {
        String account = login.connected() ? connection.account().name() : null;
        Identity granted = login.identity();
        String user = granted == null || granted.label().isEmpty() ? null : granted.label();
        return new LogOrigin(connection.id(), connection.remoteAddress(), account, user);
    }

    /** The account at the end of a rare log line; empty before a successful CONNECT. */
    String accountSuffix() {
        return login.connected() ? " - Account:" + connection.account().name() : "";
    }

    /** Who the client is, behind that; empty when nobody in particular. */
    String userSuffix() {
        Identity granted = login.identity();
        return granted == null || granted.label().isEmpty() ? "" : " - " + granted.label();
    }

    private static String labelOf(ConnectOptions o, Account account, Identity granted) {
        StringBuilder text = new StringBuilder();
        if (!o.version().isEmpty()) {
            text.append('v').append(o.version());
        }
        append(text, o.lang());
        append(text, o.name());
        String client = text.length() == 0 ? "" : " - " + quoted(text.toString());
        String user = granted.label();
        return user.isEmpty() ? client : client + " - " + quoted(account.name() + '/' + user);
    }

    /** What a client says about itself must not be able to pass for another part of the line, or for a line. */
    private static String quoted(String text) {
        return GoQuote.text(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void append(StringBuilder text, String part) {
        if (!part.isEmpty()) {
            text.append(text.length() == 0 ? "" : ":").append(part);
        }
    }

    /** How the log calls a client that named somebody although nobody asked. */
    static String claimedLabel(ConnectOptions o) {
        if (!o.nkey().isEmpty()) {
            return "nkey:" + o.nkey();
        }
        if (!o.user().isEmpty()) {
            return "user:" + o.user();
        }
        return o.authToken().isEmpty() ? "" : "token";
    }
}
