package dev.midge.server.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The processes of this machine, through {@code pgrep} and {@code kill}. */
final class LocalProcesses implements SignalCommand.Processes {

    @Override
    public @Nullable List<Long> servers() {
        String output = output("pgrep", "nats-server");
        if (output == null) {
            return null;
        }
        long self = ProcessHandle.current().pid();
        List<Long> pids = new ArrayList<>();
        for (String line : output.split("\n", -1)) {
            if (!line.isEmpty() && Long.parseLong(line) != self) {
                pids.add(Long.valueOf(line));
            }
        }
        return pids;
    }

    @Override
    public @Nullable String kill(String signal, long pid) {
        if (ProcessHandle.of(pid).isEmpty()) {
            return "no such process";
        }
        // The shell's own kill is there even where no kill program is installed.
        String failed = output("/bin/sh", "-c", "kill -s \"$0\" \"$1\" || echo failed", signal, Long.toString(pid));
        return "".equals(failed) ? null : "operation not permitted";
    }

    private static @Nullable String output(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return null;
        }
    }
}
