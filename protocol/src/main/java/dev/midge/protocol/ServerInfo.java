package dev.midge.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The INFO line, rendered once per server; a connection's own parts are spliced into copies of it.
 *
 * <p>Immutable, any thread. The line ends with a blank before CRLF, as the reference writes it.
 */
public final class ServerInfo {

    private final String start;
    private final String end;
    private final boolean authRequiredFirst;
    private final boolean authRequired;

    private ServerInfo(Builder builder) {
        StringBuilder json = new StringBuilder(512);
        json.append("INFO {");
        text(json, "server_id", builder.serverId).append(',');
        text(json, "server_name", builder.serverName).append(',');
        text(json, "version", builder.version).append(",\"proto\":1,");
        text(json, "go", builder.runtime).append(',');
        text(json, "host", builder.host).append(",\"port\":").append(builder.port);
        json.append(",\"headers\":").append(builder.headers);
        this.start = json.toString();
        json.setLength(0);
        json.append(",\"api_lvl\":5,");
        text(json, "xkey", builder.xkey).append("} \r\n");
        this.end = json.toString();
        this.authRequiredFirst = builder.authRequiredFirst;
        this.authRequired = builder.authRequired;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * The INFO that opens a connection.
     *
     * @param clientIp null when a proxy may have something to say about it
     * @param nonce what the client has to sign, null when nothing asks for it
     */
    public byte[] first(long clientId, @Nullable String clientIp, @Nullable String nonce, long maxPayload) {
        StringBuilder line = new StringBuilder(start.length() + end.length() + 160).append(start);
        common(line, authRequiredFirst, clientId, clientIp, maxPayload);
        if (nonce != null) {
            text(line.append(','), "nonce", nonce);
        }
        return bytes(line.append(end));
    }

    /** The INFO behind the first PONG after CONNECT, which tells what the client was bound to. */
    public byte[] connected(long clientId, String clientIp, long maxPayload, String account, boolean systemAccount) {
        StringBuilder line = new StringBuilder(start.length() + end.length() + 160).append(start);
        common(line, authRequired, clientId, clientIp, maxPayload);
        line.append(",\"connect_info\":true,");
        text(line, "remote_account", account);
        if (systemAccount) {
            line.append(",\"acc_is_sys\":true");
        }
        return bytes(line.append(end));
    }

    /** The INFO that tells a client to look for another server. */
    public byte[] lameDuck(long clientId, String clientIp, long maxPayload) {
        StringBuilder line = new StringBuilder(start.length() + end.length() + 160).append(start);
        common(line, authRequired, clientId, clientIp, maxPayload);
        return bytes(line.append(",\"ldm\":true").append(end));
    }

    private static void common(
            StringBuilder line, boolean authRequired, long clientId, @Nullable String clientIp, long maxPayload) {
        if (authRequired) {
            line.append(",\"auth_required\":true");
        }
        line.append(",\"max_payload\":").append(maxPayload);
        line.append(",\"client_id\":").append(clientId);
        if (clientIp != null) {
            text(line.append(','), "client_ip", clientIp);
        }
    }

    private static byte[] bytes(StringBuilder line) {
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static StringBuilder text(StringBuilder json, String key, String value) {
        json.append('"').append(key).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            escape(json, value.charAt(i));
        }
        return json.append('"');
    }

    private static void escape(StringBuilder json, char c) {
        if (c == '"' || c == '\\') {
            json.append('\\').append(c);
        } else if (c < 0x20 || c == '<' || c == '>' || c == '&') {
            json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 0xf, 16));
        } else {
            json.append(c);
        }
    }

    /** The parts that all connections share. */
    public static final class Builder {

        private String serverId = "";
        private String serverName = "";
        private String version = "";
        private String runtime = "";
        private String host = "";
        private int port;
        private boolean headers = true;
        private boolean authRequiredFirst;
        private boolean authRequired;
        private String xkey = "";

        private Builder() {}

        public Builder identity(String serverId, String serverName, String xkey) {
            this.serverId = serverId;
            this.serverName = serverName;
            this.xkey = xkey;
            return this;
        }

        /** The version that clients decide features by, and what runs it. */
        public Builder version(String version, String runtime) {
            this.version = version;
            this.runtime = runtime;
            return this;
        }

        public Builder address(String host, int port) {
            this.host = host;
            this.port = port;
            return this;
        }

        public Builder headers(boolean supported) {
            this.headers = supported;
            return this;
        }

        /** What the opening INFO says (false when a {@code no_auth_user} lets clients in), and what every other says. */
        public Builder authRequired(boolean first, boolean later) {
            this.authRequiredFirst = first;
            this.authRequired = later;
            return this;
        }

        public ServerInfo build() {
            return new ServerInfo(this);
        }
    }
}
