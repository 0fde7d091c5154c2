package dev.midge.server.config.block;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.value.BlockValues;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the blocks of a file say whose features are not there: read, so that mistakes in them are found, and checked
 * together with the other settings. A block that is missing is empty.
 */
public final class Blocks {
    boolean present;

    BlockValues cluster = BlockValues.NONE;
    BlockValues gateway = BlockValues.NONE;
    BlockValues leafnodes = BlockValues.NONE;
    BlockValues websocket = BlockValues.NONE;
    BlockValues mqtt = BlockValues.NONE;
    BlockValues jetstream = BlockValues.NONE;

    /** The {@code authorization} of the blocks for WebSocket and MQTT. */
    BlockValues websocketUsers = BlockValues.NONE;

    BlockValues mqttUsers = BlockValues.NONE;

    /** Elements of {@code gateway.gateways}. */
    List<BlockValues> gateways = List.of();

    /** Elements of {@code leafnodes.remotes}. */
    List<BlockValues> remotes = List.of();

    /** Accounts that {@code leafnodes.authorization} names. */
    List<String> accountsOfLeafUsers = List.of();

    /** Accounts whose {@code jetstream} is switched on. */
    Set<String> accountsWithJetStream = Set.of();

    /** {@code default_js_domain}: domains of accounts. */
    Map<String, ConfNode> defaultDomains = Map.of();

    /** Whether there is anything of this kind in the file. */
    public boolean isPresent() {
        return present;
    }

    /** Whether there is an address for routes. */
    public boolean hasClusterListener() {
        return cluster.integer("port") != 0 || !cluster.text("host").isEmpty();
    }
}
