/**
 * The tools of the server command, which run in place of a server and end: keys, signatures and password hashes.
 *
 * <p>{@link dev.midge.server.tool.Tool} is called by the thread that started the process. Nothing here is loaded when a
 * server is to run, and nothing of a server when a tool is. Texts and exit statuses are those of the NATS tools: nkeys
 * nk/main.go, natscli cli/server_mkpasswd_command.go.
 */
@NullMarked
package dev.midge.server.tool;

import org.jspecify.annotations.NullMarked;
