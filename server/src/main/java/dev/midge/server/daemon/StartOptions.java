package dev.midge.server.daemon;

import dev.midge.server.config.CommandLineOverrides;
import dev.midge.server.config.Option;
import dev.midge.server.config.Options;

/** Flags as settings that are laid over the configuration file. */
final class StartOptions {

    private StartOptions() {}

    static CommandLineOverrides overrides(CommandLine line) {
        CommandLineOverrides overrides = new CommandLineOverrides();
        for (CommandLine.Setting setting : line.settings()) {
            switch (setting.option()) {
                case "authorization.user" -> overrides.user(setting.value());
                case "authorization.password" -> overrides.password(setting.value());
                case "authorization.token" -> overrides.token(setting.value());
                default -> overrides.setFromFlag(row(setting.option()), setting.value());
            }
        }
        return overrides;
    }

    private static Option<?> row(String key) {
        return switch (key) {
            case "port" -> Options.PORT;
            case "host" -> Options.HOST;
            case "server_name" -> Options.SERVER_NAME;
            case "client_advertise" -> Options.CLIENT_ADVERTISE;
            case "pid_file" -> Options.PID_FILE;
            case "ports_file_dir" -> Options.PORTS_FILE_DIR;
            case "http_port" -> Options.HTTP_PORT;
            case "ignore_unsupported" -> Options.IGNORE_UNSUPPORTED;
            case "authorization.timeout" -> Options.AUTH_TIMEOUT;
            case "debug" -> Options.DEBUG;
            case "trace" -> Options.TRACE;
            case "trace_verbose" -> Options.TRACE_VERBOSE;
            case "logtime" -> Options.LOGTIME;
            case "logtime_utc" -> Options.LOGTIME_UTC;
            case "log_file" -> Options.LOG_FILE;
            case "logfile_size_limit" -> Options.LOG_SIZE_LIMIT;
            case "log_format" -> Options.LOG_FORMAT;
            case "syslog" -> Options.SYSLOG;
            case "remote_syslog" -> Options.REMOTE_SYSLOG;
            case "max_traced_msg_len" -> Options.MAX_TRACED_MSG_LEN;
            default -> throw new IllegalArgumentException("no option for a flag: " + key);
        };
    }
}
