package dev.midge.protocol;

import dev.midge.protocol.json.Json;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of an INFO that a client sends. Nothing in it counts, but one that no server could have written ends the
 * connection: every known key must have its type.
 */
final class PeerInfo {

    private PeerInfo() {}

    static boolean valid(byte[] array, int start, int end) {
        Json json = new Json(array, start, end);
        json.object(PeerInfo::member);
        return json.finished();
    }

    /** Source: the fields of nats-server's Info. */
    private static void member(String key, Json json) {
        switch (key) {
            case "server_id", "server_name", "version", "git_commit", "go", "host", "ip", "client_ip", "nonce" ->
                json.string();
            case "cluster", "domain", "compression", "remote_account", "route_account", "route_acc_add_reqid" ->
                json.string();
            case "gateway", "gateway_url", "xkey" -> json.string();
            case "headers", "auth_required", "tls_required", "tls_verify", "tls_available", "jetstream", "ldm" ->
                json.bool(false);
            case "cluster_dynamic", "connect_info", "acc_is_sys", "lnoc", "lnocu", "ln", "info_on_connect" ->
                json.bool(false);
            case "gateway_nrp", "gateway_iom" -> json.bool(false);
            case "proto", "port", "api_lvl", "route_pool_size", "route_pool_idx" -> json.integer(0);
            case "max_payload" -> intNumber(json);
            case "client_id" -> json.unsigned(Long.SIZE);
            case "gossip_mode", "gateway_cmd" -> json.unsigned(Byte.SIZE);
            case "connect_urls", "ws_connect_urls", "gateway_urls", "leafnode_urls" -> json.strings();
            case "gateway_cmd_payload" -> base64(json);
            case "import", "export" -> subjectPermission(json);
            default -> json.skipValue();
        }
    }

    private static void intNumber(Json json) {
        long number = json.integer(0);
        if (number != (int) number) {
            json.fail();
        }
    }

    private static void base64(Json json) {
        @Nullable String text = json.string();
        if (text == null) {
            return;
        }
        try {
            byte[] unused = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            json.fail();
        }
    }

    /** What a peer may export or import: lists of subjects under {@code allow} and {@code deny}. */
    static void subjectPermission(Json json) {
        json.object((key, permission) -> {
            switch (key) {
                case "allow", "deny" -> permission.strings();
                default -> permission.skipValue();
            }
        });
    }
}
