package dev.midge.server.config;

import dev.midge.server.config.Option.Kind;
import java.util.ArrayList;
import java.util.List;

/** The keys of the blocks that have no effect here. Loaded only for a file that has such a block. */
final class BlockRows {
    static final List<BlockRow> CLUSTER = new Table()
            .known("name", Kind.STRING)
            .listener()
            .known("authorization", Kind.BLOCK)
            .refused("routes", Kind.BLOCK)
            .known("tls", Kind.BLOCK)
            .known("advertise|cluster_advertise", Kind.STRING)
            .known("no_advertise", Kind.BOOLEAN)
            .known("connect_retries", Kind.INTEGER)
            .known("connect_backoff", Kind.BOOLEAN)
            .known("permissions", Kind.BLOCK)
            .known("pool_size", Kind.INTEGER)
            .known("accounts", Kind.BLOCK)
            .known("compression", Kind.BLOCK)
            .known("ping_interval", Kind.DURATION)
            .known("ping_max", Kind.INTEGER)
            .known("write_deadline", Kind.DURATION)
            .known("write_timeout", Kind.STRING)
            .rows();

    static final List<BlockRow> LEAFNODES = new Table()
            .listener()
            .refused("authorization", Kind.BLOCK)
            .refused("remotes", Kind.BLOCK)
            .known("reconnect|reconnect_delay|reconnect_interval", Kind.DURATION)
            .known("dial_timeout", Kind.DURATION)
            .refused("tls", Kind.BLOCK)
            .known("advertise|leafnode_advertise", Kind.STRING)
            .known("no_advertise", Kind.BOOLEAN)
            .known("min_version|minimum_version", Kind.STRING)
            .known("compression", Kind.BLOCK)
            .known("isolate_leafnode_interest|isolate", Kind.BOOLEAN)
            .known("write_deadline", Kind.DURATION)
            .known("write_timeout", Kind.STRING)
            .rows();

    static final List<BlockRow> WEBSOCKET = new Table()
            .listener()
            .known("advertise", Kind.STRING)
            .known("no_tls", Kind.BOOLEAN)
            .refused("tls", Kind.BLOCK)
            .known("same_origin", Kind.BOOLEAN)
            .known("allowed_origins|allowed_origin|allow_origins|allow_origin|origins|origin", Kind.STRING_OR_LIST)
            .known("handshake_timeout", Kind.BLOCK)
            .known("compression|compress", Kind.BOOLEAN)
            .refused("authorization|authentication", Kind.BLOCK)
            .refused("no_auth_user", Kind.STRING)
            .refused("jwt_cookie", Kind.STRING)
            .refused("user_cookie", Kind.STRING)
            .refused("pass_cookie", Kind.STRING)
            .refused("token_cookie", Kind.STRING)
            .known("headers", Kind.BLOCK)
            .known("ping_interval", Kind.DURATION)
            .rows();

    static final List<BlockRow> MQTT = new Table()
            .listener()
            .refused("tls", Kind.BLOCK)
            .refused("authorization|authentication", Kind.BLOCK)
            .refused("no_auth_user", Kind.STRING)
            .known("ack_wait|ackwait", Kind.DURATION)
            .known("js_api_timeout|api_timeout", Kind.DURATION)
            .known("max_ack_pending|max_pending|max_inflight", Kind.INTEGER)
            .known("js_domain", Kind.STRING)
            .known("stream_replicas", Kind.INTEGER)
            .known("consumer_replicas", Kind.INTEGER)
            .known("consumer_memory_storage", Kind.BOOLEAN)
            .known("consumer_inactive_threshold|consumer_auto_cleanup", Kind.DURATION)
            .known("reject_qos2_publish", Kind.BOOLEAN)
            .known("downgrade_qos2_subscribe", Kind.BOOLEAN)
            .rows();

    static final List<BlockRow> JETSTREAM = new Table()
            .known("strict", Kind.BOOLEAN)
            .known("store_dir|store|storedir", Kind.STRING)
            .known("sync_interval|sync", Kind.BLOCK)
            .known("max_memory_store|max_mem_store|max_mem", Kind.BLOCK)
            .known("max_file_store|max_file", Kind.BLOCK)
            .refused("domain", Kind.STRING)
            .known("enabled|enable", Kind.BOOLEAN)
            .refused("encryption_key|key|ek", Kind.STRING)
            .refused("prev_encryption_key|prev_key|prev_ek", Kind.STRING)
            .refused("cipher", Kind.STRING)
            .refused("extension_hint", Kind.STRING)
            .refused("limits", Kind.BLOCK)
            .refused("tpm", Kind.BLOCK)
            .refused("unique_tag", Kind.STRING)
            .refused("max_outstanding_catchup", Kind.BLOCK)
            .refused("max_buffered_size", Kind.BLOCK)
            .refused("max_buffered_msgs", Kind.INTEGER)
            .refused("request_queue_limit", Kind.INTEGER)
            .refused("info_queue_limit", Kind.INTEGER)
            .refused("meta_compact", Kind.INTEGER)
            .refused("meta_compact_size", Kind.BLOCK)
            .refused("meta_compact_sync", Kind.BOOLEAN)
            .refused("max_concurrent_io", Kind.INTEGER)
            .rows();

    private BlockRows() {}

    private static final class Table {
        private final List<BlockRow> rows = new ArrayList<>();

        Table listener() {
            return known("listen", Kind.LISTEN).known("port", Kind.INTEGER).known("host|net", Kind.STRING);
        }

        Table known(String names, Kind kind) {
            rows.add(new BlockRow(Option.split(names), kind, false));
            return this;
        }

        Table refused(String names, Kind kind) {
            rows.add(new BlockRow(Option.split(names), kind, true));
            return this;
        }

        List<BlockRow> rows() {
            return List.copyOf(rows);
        }
    }
}
