package dev.midge.auth;

/** How a connection reached the server, as {@code allowed_connection_types} names it. */
public enum ConnectionType {
    /** The NATS protocol over TCP, with or without TLS. */
    STANDARD,
    /** The NATS protocol inside a WebSocket. */
    WEBSOCKET,
    /** A leaf node over TCP. */
    LEAFNODE,
    /** A leaf node over a WebSocket. */
    LEAFNODE_WS,
    /** MQTT over TCP. */
    MQTT,
    /** MQTT over a WebSocket. */
    MQTT_WS,
    /** A client inside the embedding process. */
    IN_PROCESS
}
