package dev.midge.server.config.block;

import dev.midge.auth.AccountEntry;
import dev.midge.auth.AuthConfig;
import dev.midge.auth.Identity;
import dev.midge.protocol.subject.Subject;
import dev.midge.server.config.account.AccountsReader;
import dev.midge.server.config.account.NoAuthUser;
import dev.midge.server.config.account.PermissionsReader;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.BlockValues;
import dev.midge.server.config.value.GoDuration;
import dev.midge.server.config.value.GoUrl;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks blocks whose features are not there together with the other settings, in the order and the words of nats-server
 * (server/server.go validateOptions). Loaded only for a file that has such a block.
 */
public final class BlocksValidation {
    private final Blocks blocks;
    private final AuthConfig auth;
    private final String serverName;
    private final String systemAccount;
    private final boolean noSystemAccount;

    /**
     * The blocks, and the settings beside them.
     *
     * @param serverName empty when it is not configured
     * @param systemAccount empty when it is not configured
     */
    public BlocksValidation(
            Blocks blocks, AuthConfig auth, String serverName, String systemAccount, boolean noSystemAccount) {
        this.blocks = blocks;
        this.auth = auth;
        this.serverName = serverName;
        this.systemAccount = systemAccount;
        this.noSystemAccount = noSystemAccount;
    }

    private boolean hasUsers() {
        return !auth.users().isEmpty() || !auth.nkeyUsers().isEmpty();
    }

    // Leaf nodes

    public @Nullable String leafnodes() {
        String wrong = unknownLeafAccount();
        wrong = wrong == null ? CompressionReader.fault(blocks.leafnodes.node("compression")) : wrong;
        for (BlockValues remote : blocks.remotes) {
            wrong = wrong == null ? mixedUrls(remote) : wrong;
            wrong = wrong == null ? CompressionReader.fault(remote.node("compression")) : wrong;
        }
        boolean gateways = !blocks.gateway.text("name").isEmpty() || blocks.gateway.integer("port") != 0;
        boolean both = gateways && blocks.leafnodes.integer("port") != 0;
        if (wrong == null && both && systemAccount.isEmpty()) {
            return "leaf nodes and gateways (both being defined) require a system account to also be configured";
        }
        return wrong;
    }

    private @Nullable String unknownLeafAccount() {
        Set<String> known = accounts();
        known.add("");
        if (systemAccount.isEmpty() && !noSystemAccount) {
            known.add(AccountsReader.DEFAULT_SYSTEM_ACCOUNT);
        }
        for (String name : blocks.accountsOfLeafUsers) {
            if (!known.contains(name)) {
                return unknownLeafAccount(name, "authorization");
            }
        }
        for (BlockValues remote : blocks.remotes) {
            if (!known.contains(remote.text("account"))) {
                return unknownLeafAccount(remote.text("account"), "remote");
            }
        }
        return null;
    }

    /** The configured ones and the global one. */
    private Set<String> accounts() {
        Set<String> names = new HashSet<>(Set.of(Identity.GLOBAL_ACCOUNT));
        for (AccountEntry account : auth.accounts()) {
            names.add(account.name());
        }
        return names;
    }

    private static String unknownLeafAccount(String name, String where) {
        return "cannot find local account " + GoText.quote(name) + " specified in leafnode " + where;
    }

    private static String list(List<String> quoted) {
        return "[" + String.join(" ", quoted) + "]";
    }

    private static @Nullable String mixedUrls(BlockValues remote) {
        List<String> shown = new ArrayList<>();
        int websockets = 0;
        for (String url : remote.texts("url")) {
            shown.add(GoText.quote(GoUrl.redact(url.trim())));
            websockets += url.trim().toLowerCase(Locale.ROOT).startsWith("ws") ? 1 : 0;
        }
        return websockets == 0 || websockets == shown.size()
                ? null
                : "remote leaf node configuration cannot have a mix of websocket and non-websocket urls: "
                        + list(shown);
    }

    /** All other blocks: nats-server looks at them after the users and proxies. */
    public @Nullable String others() {
        String wrong = gateway();
        wrong = wrong == null ? cluster() : wrong;
        wrong = wrong == null ? mqtt() : wrong;
        wrong = wrong == null ? jetstream() : wrong;
        return wrong == null ? websocket() : wrong;
    }

    // Gateways and routes

    private @Nullable String gateway() {
        String name = blocks.gateway.text("name");
        long port = blocks.gateway.integer("port");
        if (name.isEmpty()) {
            return port == 0 ? null : "gateway has no name";
        }
        if (port == 0) {
            return "gateway " + GoText.quote(name) + " has no port specified (select -1 for random port)";
        }
        for (int i = 0; i < blocks.gateways.size(); i++) {
            BlockValues remote = blocks.gateways.get(i);
            if (remote.text("name").isEmpty()) {
                return "gateway in the list " + i + " has no name";
            }
            if (remote.texts("url").isEmpty() && remote.texts("urls").isEmpty()) {
                return "gateway " + GoText.quote(remote.text("name")) + " has no URL";
            }
        }
        return null;
    }

    private @Nullable String cluster() {
        String wrong = CompressionReader.fault(blocks.cluster.node("compression"));
        if (wrong != null) {
            return wrong;
        }
        String name = blocks.cluster.text("name");
        String gateway = blocks.gateway.text("name");
        if (!gateway.isEmpty() && !name.isEmpty() && !gateway.equals(name)) {
            return "cluster name conflicts between cluster and gateway definitions";
        }
        boolean leafOnly = clusterName().isEmpty() && !blocks.remotes.isEmpty() && blocks.cluster.integer("port") == 0;
        if (leafOnly && serverName.equals("_")) {
            return "cluster name is reserved";
        }
        return pinnedAccounts();
    }

    /** That of the gateway counts when the cluster has none. */
    private String clusterName() {
        String name = blocks.cluster.text("name");
        return name.isEmpty() ? blocks.gateway.text("name") : name;
    }

    private @Nullable String pinnedAccounts() {
        List<String> pinned = blocks.cluster.texts("accounts");
        if (!pinned.isEmpty() && blocks.cluster.integer("pool_size") < 0) {
            return "pool_size cannot be negative if pinned accounts are specified";
        }
        Set<String> seen = new HashSet<>();
        for (String name : pinned) {
            if (!seen.add(name)) {
                List<String> quoted = new ArrayList<>();
                pinned.forEach(each -> quoted.add(GoText.quote(each)));
                return "found duplicate account name " + GoText.quote(name) + " in pinned accounts list "
                        + list(quoted);
            }
        }
        return null;
    }

    // MQTT

    private @Nullable String mqtt() {
        BlockValues mqtt = blocks.mqtt;
        if (mqtt.integer("port") == 0) {
            return null;
        }
        boolean clustered = blocks.cluster.integer("port") != 0 || blocks.gateway.integer("port") != 0;
        if (serverName.isEmpty() && clustered) {
            return "mqtt requires server name to be explicitly set";
        }
        String wrong = ownUsers("mqtt", mqtt, blocks.mqttUsers);
        if (wrong != null) {
            return wrong;
        }
        if (isNegative(mqtt.node("ack_wait"))) {
            return "ack wait must be a positive value";
        }
        if (isNegative(mqtt.node("js_api_timeout"))) {
            return "JS API timeout must be a positive value";
        }
        boolean leafnodes = blocks.leafnodes.integer("port") != 0 || !blocks.remotes.isEmpty();
        return blocks.jetstream.flag("enabled") || clustered || leafnodes
                ? null
                : "mqtt requires JetStream to be enabled if running in standalone mode";
    }

    /** What a listener says about clients of its own. */
    private @Nullable String ownUsers(String listener, BlockValues block, BlockValues users) {
        String wrong = NoAuthUser.fault(auth, block.text("no_auth_user"));
        if (wrong != null || !hasUsers()) {
            return wrong;
        }
        String conflict = !users.text("user").isEmpty() ? "username" : "token";
        return users.text("user").isEmpty() && users.text("token").isEmpty()
                ? null
                : listener + " authentication " + conflict + " not compatible with presence of users/nkeys";
    }

    private static boolean isNegative(@Nullable ConfNode duration) {
        if (duration == null) {
            return false;
        }
        return duration.kind() == ConfNode.Kind.INTEGER
                ? duration.asInteger() < 0
                : GoDuration.parse(duration.asText()).isNegative();
    }

    // JetStream

    private @Nullable String jetstream() {
        String wrong = defaultDomains();
        wrong = wrong == null ? domain(blocks.jetstream.text("domain")) : wrong;
        boolean clustered = blocks.jetstream.flag("enabled") && blocks.cluster.integer("port") != 0;
        if (wrong != null || !clustered) {
            return wrong;
        }
        if (serverName.isEmpty()) {
            return "jetstream cluster requires `server_name` to be set";
        }
        if (clusterName().isEmpty()) {
            return "jetstream cluster requires `cluster.name` to be set";
        }
        String hint = blocks.jetstream.text("extension_hint").toLowerCase(Locale.ROOT);
        if (!hint.isEmpty() && !hint.equals("will_extend") && !hint.equals("no_extend")) {
            return "expected 'no_extend' for string value, got '" + hint + "'";
        }
        ConfNode catchup = blocks.jetstream.node("max_outstanding_catchup");
        return catchup != null && StorageSize.isNegative(catchup) ? "jetstream max catchup cannot be negative" : null;
    }

    private static @Nullable String domain(String domain) {
        if (domain.isEmpty()) {
            return null;
        }
        String derived = "$JS." + domain + ".API.>";
        if (!isSubject(derived)) {
            return "invalid domain name: derived " + GoText.quote(derived) + " is not a valid subject";
        }
        boolean plain = domain.indexOf('.') < 0 && domain.indexOf('*') < 0 && domain.indexOf('>') < 0;
        return plain ? null : "invalid domain name: may not contain ., * or >";
    }

    private static boolean isSubject(String text) {
        return PermissionsReader.isSubject(text) && Subject.isValid(Subject.bytes(text));
    }

    private @Nullable String defaultDomains() {
        Set<String> accounts = accounts();
        for (Map.Entry<String, ConfNode> entry : blocks.defaultDomains.entrySet()) {
            String name = entry.getKey();
            if (!accounts.contains(name)) {
                return "in non operator mode, `default_js_domain` references non existing account "
                        + GoText.quote(name);
            }
            if (blocks.accountsWithJetStream.contains(name)
                    && !entry.getValue().asText().isEmpty()) {
                return "default_js_domain contains account name " + GoText.quote(name) + " with enabled JetStream";
            }
        }
        String system = systemAccount.isEmpty() ? AccountsReader.DEFAULT_SYSTEM_ACCOUNT : systemAccount;
        for (Map.Entry<String, ConfNode> entry : blocks.defaultDomains.entrySet()) {
            String domain = entry.getValue().asText();
            if (entry.getKey().equals(system)) {
                return "system account " + GoText.quote(system) + " can not be in default_js_domain";
            }
            if (!domain.isEmpty() && !isSubject("$JS." + domain + ".API.>")) {
                return "default_js_domain contains account " + GoText.quote(entry.getKey())
                        + " with invalid domain name " + GoText.quote(domain);
            }
        }
        return null;
    }

    // WebSocket

    private @Nullable String websocket() {
        BlockValues websocket = blocks.websocket;
        if (websocket.integer("port") == 0) {
            return null;
        }
        if (!websocket.has("tls") && !websocket.flag("no_tls")) {
            return "websocket requires TLS configuration";
        }
        for (String origin : websocket.texts("allowed_origins")) {
            String wrong = origin(origin);
            if (wrong != null) {
                return "unable to parse allowed origin" + wrong;
            }
        }
        String wrong = ownUsers("websocket", websocket, blocks.websocketUsers);
        String cookie = websocket.text("jwt_cookie");
        if (wrong == null && !cookie.isEmpty()) {
            return "trusted operators or trusted keys configuration is required for JWT authentication via cookie "
                    + GoText.quote(cookie);
        }
        return wrong == null ? header(websocket.node("headers")) : wrong;
    }

    private static @Nullable String origin(String origin) {
        String fault = requestFault(origin);
        if (fault != null) {
            return ": parse " + GoText.quote(origin) + ": " + fault;
        }
        GoUrl url = GoUrl.parse(origin);
        if (!url.scheme().equals("http") && !url.scheme().equals("https")) {
            return " " + GoText.quote(origin) + ": allowed origins must be absolute URLs with http or https scheme";
        }
        return url.host().isEmpty() ? " " + GoText.quote(origin) + ": host is required" : null;
    }

    /** A URL of a request is absolute, or a path. */
    private static @Nullable String requestFault(String text) {
        if (text.isEmpty()) {
            return "empty url";
        }
        boolean path = text.startsWith("/");
        String fault = GoUrl.fault(text);
        boolean colon = "first path segment in URL cannot contain colon".equals(fault);
        boolean relative = fault == null && !path && GoUrl.parse(text).scheme().isEmpty();
        return colon || relative ? "invalid URI for request" : fault;
    }

    private static @Nullable String header(@Nullable ConfNode headers) {
        if (headers == null) {
            return null;
        }
        for (String name : headers.asMap().keySet()) {
            String lower = name.toLowerCase(Locale.ROOT);
            String header = "websocket: invalid header " + GoText.quote(name);
            if (lower.startsWith("sec-websocket-")) {
                return header + ", \"Sec-WebSocket-\" prefix not allowed";
            }
            boolean reserved = switch (lower) {
                case "host", "content-length", "connection", "upgrade", "nats-no-masking" -> true;
                default -> false;
            };
            if (reserved) {
                return header + " not allowed";
            }
        }
        return null;
    }
}
