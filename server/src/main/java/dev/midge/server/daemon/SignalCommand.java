package dev.midge.server.daemon;

import dev.midge.server.flag.GoNumber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code nats-server --signal cmd[=pid]}: finds running servers and sends them a signal. */
final class SignalCommand {

    /** How this command reaches other processes, so that tests need not signal real ones. */
    interface Processes {
        /** Pids of the processes whose name matches nats-server, without our own; null if they cannot be listed. */
        @Nullable
        List<Long> servers();

        /** Null if the signal was delivered, else what the system said. */
        @Nullable
        String kill(String signal, long pid);
    }

    private final Processes processes;

    SignalCommand(Processes processes) {
        this.processes = processes;
    }

    /** Null if every signal was delivered, else the text that follows {@code nats-server: }. */
    @Nullable
    String run(String argument) {
        String[] parts = argument.split("=", -1);
        if (parts.length > 2) {
            return "invalid signal parameters: ["
                    + String.join(" ", List.of(parts).subList(2, parts.length)) + "]";
        }
        String target = parts.length == 2 ? pidFileContentOr(parts[1]) : "";
        boolean prefix = target.endsWith("*");
        String pid = prefix ? target.substring(0, target.length() - 1) : target;
        if (!pid.isEmpty() && !isNumber(pid)) {
            return "invalid pid: " + pid;
        }
        List<Long> candidates = pid.isEmpty() || prefix ? processes.servers() : List.of(Long.valueOf(pid));
        if (candidates == null) {
            return "unable to resolve pid, try providing one";
        }
        return signal(parts[0], pid, prefix, candidates);
    }

    private @Nullable String signal(String command, String pid, boolean prefix, List<Long> candidates) {
        if (candidates.size() > 1 && !prefix) {
            return several(candidates);
        }
        if (candidates.isEmpty()) {
            return "no nats-server processes running";
        }
        String signal = signalName(command);
        if (signal == null) {
            return "unknown signal " + GoNumber.quoted(command);
        }
        StringBuilder failures = new StringBuilder();
        for (long candidate : candidates) {
            String failure = Long.toString(candidate).startsWith(pid) ? processes.kill(signal, candidate) : null;
            if (failure != null) {
                failures.append("\nsignal \"").append(command).append("\" ");
                failures.append(candidate).append(": ").append(failure);
            }
        }
        return failures.isEmpty() ? null : failures.toString();
    }

    private static String several(List<Long> pids) {
        StringBuilder text = new StringBuilder("multiple nats-server processes running:");
        for (long pid : pids) {
            text.append('\n').append(pid);
        }
        return text.toString();
    }

    private static @Nullable String signalName(String command) {
        return switch (command) {
            case "stop" -> "KILL";
            case "quit" -> "INT";
            case "term" -> "TERM";
            case "reload" -> "HUP";
            case "reopen" -> "USR1";
            case "ldm" -> "USR2";
            default -> null;
        };
    }

    /** A path stands for what the file says, untrimmed, as in nats-server. */
    private static String pidFileContentOr(String text) {
        try {
            return Files.readString(Path.of(text), StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            return text;
        }
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() < 19;
    }
}
