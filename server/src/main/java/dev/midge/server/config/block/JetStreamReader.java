package dev.midge.server.config.block;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.language.Position;
import dev.midge.server.config.value.BlockRows;
import dev.midge.server.config.value.BlockValues;
import dev.midge.server.config.value.ConfValues;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.GoDuration;
import dev.midge.server.config.value.RowsReader;
import dev.midge.server.config.value.ValueKind;
import java.util.Locale;

/** Reads the {@code jetstream} block of the server. What would be stored is not, so most of it is not supported. */
final class JetStreamReader extends RowsReader {
    private static final long FEWEST_CONCURRENT_IO = 4;
    private static final long MOST_CONCURRENT_IO = 8192;

    private static final BlockRows ROWS = new BlockRows()
            .known("strict", ValueKind.BLOCK)
            .known("store_dir|store|storedir", ValueKind.STRING)
            .known("sync_interval|sync", ValueKind.BLOCK)
            .known("max_memory_store|max_mem_store|max_mem", ValueKind.BLOCK)
            .known("max_file_store|max_file", ValueKind.BLOCK)
            .refused("domain", ValueKind.STRING)
            .known("enabled|enable", ValueKind.BOOLEAN)
            .refused("encryption_key|key|ek", ValueKind.STRING)
            .refused("prev_encryption_key|prev_key|prev_ek", ValueKind.STRING)
            .refused("cipher", ValueKind.BLOCK)
            .refused("extension_hint", ValueKind.STRING)
            .refused("limits", ValueKind.BLOCK)
            .refused("tpm", ValueKind.BLOCK)
            .refused("unique_tag", ValueKind.STRING)
            .refused("max_outstanding_catchup", ValueKind.BLOCK)
            .refused("max_buffered_size", ValueKind.BLOCK)
            .refused("max_buffered_msgs", ValueKind.BLOCK)
            .refused("request_queue_limit", ValueKind.BLOCK)
            .refused("info_queue_limit", ValueKind.BLOCK)
            .refused("meta_compact", ValueKind.BLOCK)
            .refused("meta_compact_size", ValueKind.BLOCK)
            .refused("meta_compact_sync", ValueKind.BOOLEAN)
            .refused("max_concurrent_io", ValueKind.BLOCK);

    private static final BlockRows LIMIT_ROWS = new BlockRows()
            .known("max_ack_pending", ValueKind.INTEGER)
            .known("max_ha_assets", ValueKind.INTEGER)
            .known("max_request_batch", ValueKind.INTEGER)
            .known("default_max_consumers", ValueKind.INTEGER)
            .known("duplicate_window", ValueKind.BLOCK)
            .known("batch", ValueKind.BLOCK);

    private static final BlockRows BATCH_ROWS = new BlockRows()
            .known("max_inflight_per_stream", ValueKind.INTEGER)
            .known("max_inflight_total", ValueKind.INTEGER)
            .known("max_msgs", ValueKind.INTEGER)
            .known("timeout", ValueKind.BLOCK);

    private static final BlockRows TPM_ROWS = new BlockRows()
            .known("keys_file", ValueKind.STRING)
            .known("encryption_password", ValueKind.STRING)
            .known("srk_password", ValueKind.STRING)
            .known("pcr", ValueKind.INTEGER)
            .known("cipher", ValueKind.BLOCK);

    private Position place = Position.NONE;

    JetStreamReader(Findings findings) {
        super(findings);
    }

    /** What the block says; {@code enabled} is set in each form. */
    BlockValues read(ConfNode node) {
        place = node.position();
        BlockValues read = new BlockValues();
        switch (node.kind()) {
            case BOOLEAN -> read.set("enabled", node);
            case STRING -> readSwitch(node, read);
            case MAP -> {
                read = readRows("jetstream", node, ROWS);
                if (!read.has("enabled")) {
                    read.set("enabled", ConfNode.bool(true, place));
                }
            }
            default ->
                findings.error(node, "Expected map, bool or string to define JetStream, got " + node.kind().goName);
        }
        return read;
    }

    private void readSwitch(ConfNode node, BlockValues into) {
        Boolean enabled = ConfValues.enabled(node.asText());
        if (enabled == null) {
            findings.error(node, "Expected 'enabled' or 'disabled' for string value, got '" + node.asText() + "'");
        } else {
            into.set("enabled", ConfNode.bool(enabled, node.position()));
        }
    }

    /** nats-server server/opts.go: nobody below remembers the value, so that the block is where it is reported. */
    @Override
    protected Position placeOfWrongKind(ConfNode node) {
        return place;
    }

    @Override
    protected void readSpecial(String name, String key, ConfNode node) {
        switch (name) {
            case "strict" -> readStrict(node);
            case "sync_interval" -> readSync(key, node);
            case "max_memory_store" -> readSize("max_mem_store", node);
            case "max_file_store" -> readSize("max_file_store", node);
            case "max_outstanding_catchup", "max_buffered_size" -> readSize(name, node);
            case "meta_compact_size" -> readMetaSize(key, node);
            case "max_buffered_msgs", "request_queue_limit", "info_queue_limit" -> readCount(key, node);
            case "meta_compact" -> readAbsolute(key, node, 0, Long.MAX_VALUE, "");
            case "max_concurrent_io" ->
                readAbsolute(key, node, FEWEST_CONCURRENT_IO, MOST_CONCURRENT_IO, " between 4 and 8192");
            case "cipher" -> readCipher(node);
            case "limits" -> readPart(node, "JetStreamLimits", LIMIT_ROWS);
            case "batch" -> readPart(node, "batch limits", BATCH_ROWS);
            case "tpm" -> readPart(node, "JetStreamLimits", TPM_ROWS);
            case "duplicate_window", "timeout" -> readDuration(node);
            default -> throw new IllegalStateException(name);
        }
    }

    private void readPart(ConfNode node, String what, BlockRows rows) {
        if (requireMap(node, "Expected a map to define " + what + ", got ")) {
            readRows("jetstream", node, rows);
        }
    }

    private void readStrict(ConfNode node) {
        if (node.kind() != ConfNode.Kind.BOOLEAN) {
            findings.error(node, "Expected 'true' or 'false' for bool value, got '" + GoText.asString(node) + "'");
        }
    }

    private void readSync(String key, ConfNode node) {
        boolean always = node.kind() == ConfNode.Kind.STRING
                && node.asText().toLowerCase(Locale.ROOT).equals("always");
        if (always) {
            return;
        }
        if (node.kind() == ConfNode.Kind.STRING) {
            values.durationText(key, node);
        } else {
            findings.misuse(node, key, key + " should be converted to a duration");
            requireKind(node, ConfNode.Kind.INTEGER);
        }
    }

    /** Reported without a place, as in nats-server. */
    private void readDuration(ConfNode node) {
        String wrong = requireKind(node, ConfNode.Kind.STRING) ? GoDuration.fault(node.asText()) : null;
        if (wrong != null) {
            findings.error(Position.NONE, wrong);
        }
    }

    private void readCipher(ConfNode node) {
        if (!requireKind(node, ConfNode.Kind.STRING)) {
            return;
        }
        switch (node.asText().toLowerCase(Locale.ROOT)) {
            case "chacha", "chachapoly", "aes" -> {
                // Known.
            }
            default -> findings.error(node, "Unknown cipher type: " + GoText.quote(node.asText()));
        }
    }

    // Sizes

    private void readCount(String key, ConfNode node) {
        if (node.kind() != ConfNode.Kind.INTEGER) {
            findings.error(node, "Expected a parseable size for " + GoText.quote(key) + ", got " + node);
        }
    }

    private void readAbsolute(String key, ConfNode node, long least, long most, String range) {
        boolean right = node.kind() == ConfNode.Kind.INTEGER && node.asInteger() >= least && node.asInteger() <= most;
        if (!right) {
            findings.error(node, "Expected an absolute size for " + GoText.quote(key) + range + ", got " + node);
        }
    }

    private void readSize(String name, ConfNode node) {
        String wrong = StorageSize.fault(node);
        if (wrong != null) {
            findings.error(node, name + " " + wrong);
        }
    }

    private void readMetaSize(String key, ConfNode node) {
        String wrong = StorageSize.fault(node);
        if (wrong != null) {
            findings.error(node, key.toLowerCase(Locale.ROOT) + " " + wrong);
        } else if (StorageSize.isNegative(node)) {
            findings.error(node, "Expected an absolute size for " + GoText.quote(key) + ", got " + node);
        }
    }
}
