package dev.midge.server.log;

import dev.midge.protocol.GoQuote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Moves a log file away when it has grown too large, and deletes the oldest of those moved away: {@code logfile_size_limit}
 * and {@code logfile_max_num}. The backups are named {@code FILE.YYYY.MM.DD.HH.MM.SS.nnnnnnnnn}, in local time.
 *
 * <p>Thread: the log's writer.
 */
final class LogRotation {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuu.MM.dd.HH.mm.ss.nnnnnnnnn");
    private static final String SHAPE = "dddd.dd.dd.dd.dd.dd.";
    private static final int MOST_NANO_DIGITS = 9;

    /** Writes a line about the rotation itself into the new file. */
    interface Note {
        void write(LogLevel level, String message) throws IOException;
    }

    private final long configuredLimit;
    private final int mostFiles;
    private long limit;

    /** {@code limit} in bytes; {@code mostFiles} counts the one that is written to, and 0 keeps all. */
    LogRotation(long limit, int mostFiles) {
        this.configuredLimit = limit;
        this.limit = limit;
        this.mostFiles = mostFiles;
    }

    boolean isDue(LogFile file) {
        return file.size() > limit;
    }

    /** The file stays in use, up to twice its size, when it cannot be moved. */
    void rotate(LogFile file, LocalDateTime now, Note note) throws IOException {
        Path path = file.path();
        Path backup = path.resolveSibling(path.getFileName() + "." + STAMP.format(now));
        try {
            file.moveTo(backup);
        } catch (IOException e) {
            limit *= 2;
            note.write(
                    LogLevel.ERROR,
                    "Unable to rotate logfile (" + FileProblem.describe(e) + "), will attempt next rotation at size "
                            + limit);
            return;
        }
        limit = configuredLimit;
        note.write(LogLevel.INFO, "Rotated log, backup saved as " + quoted(backup));
        if (mostFiles > 0) {
            purge(path, note);
        }
    }

    private void purge(Path path, Note note) throws IOException {
        Path directory = path.toAbsolutePath().resolveSibling("");
        List<Path> backups;
        try {
            backups = backups(directory, path.getFileName() + ".");
        } catch (IOException | DirectoryIteratorException e) {
            note.write(
                    LogLevel.ERROR,
                    "Unable to read directory " + quoted(directory) + " for log purge (" + e.getMessage()
                            + "), will attempt next rotation");
            return;
        }
        for (Path backup : backups.subList(0, Math.max(0, backups.size() - (mostFiles - 1)))) {
            try {
                Files.delete(backup);
                note.write(LogLevel.INFO, "Purged log file " + quoted(backup.getFileName()));
            } catch (IOException e) {
                note.write(
                        LogLevel.ERROR,
                        "Unable to remove backup log file " + quoted(backup.getFileName()) + " ("
                                + FileProblem.describe(e) + "), will attempt next rotation");
                return;
            }
        }
    }

    /** The oldest first: the names sort by time. */
    private static List<Path> backups(Path directory, String prefix) throws IOException {
        List<Path> backups = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.startsWith(prefix) && isStamp(name.substring(prefix.length())) && !Files.isDirectory(file)) {
                    backups.add(file);
                }
            }
        }
        Collections.sort(backups);
        return backups;
    }

    private static boolean isStamp(String text) {
        int digits = text.length() - SHAPE.length();
        if (digits < 1 || digits > MOST_NANO_DIGITS) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean dot = i < SHAPE.length() && SHAPE.charAt(i) == '.';
            if (dot ? c != '.' : c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }

    private static String quoted(Path path) {
        return GoQuote.text(path.toString().getBytes(StandardCharsets.UTF_8));
    }
}
