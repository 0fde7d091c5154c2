package dev.midge.server;

import dev.midge.server.config.ServerOptions;

/** Options of a server that is about to start: the file, then the flags over it. */
final class StartOptions {

    private StartOptions() {}

    static ServerOptions load(CommandLine line) {
        ServerOptions.Builder builder = ServerOptions.builder();
        for (CommandLine.Setting setting : line.settings()) {
            apply(builder, setting.option(), setting.value());
        }
        return builder.build();
    }

    private static void apply(ServerOptions.Builder builder, String option, String value) {
        switch (option) {
            case "port" -> builder.port(Integer.parseInt(value));
            case "host" -> builder.host(value);
            case "debug" -> builder.debug(Boolean.parseBoolean(value));
            case "trace" -> builder.trace(Boolean.parseBoolean(value));
            case "log_file" -> builder.logFile(value);
            case "pid_file" -> builder.pidFile(value);
            case "ports_file_dir" -> builder.portsFileDir(value);
            case "logtime" -> builder.logtime(Boolean.parseBoolean(value));
            default -> {}
        }
    }
}
