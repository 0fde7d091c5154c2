package dev.midge.server.config.language;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Configuration files on disk, with the error texts of nats-server. */
public final class ConfFiles {
    private ConfFiles() {}

    public static byte[] read(String path) throws ConfReadException {
        if (path.isEmpty()) {
            throw unreadable("open", path, "no such file or directory");
        }
        try {
            Path file = Path.of(path);
            if (Files.isDirectory(file)) {
                throw unreadable("read", path, "is a directory");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw unreadable("open", path, "no such file or directory");
        } catch (AccessDeniedException e) {
            throw unreadable("open", path, "permission denied");
        } catch (FileSystemException e) {
            throw unreadable("open", path, lowerFirst(e.getReason()));
        } catch (IOException | InvalidPathException e) {
            throw unreadable("read", path, lowerFirst(e.getMessage()));
        }
    }

    private static ConfReadException unreadable(String operation, String path, String reason) {
        return new ConfReadException(operation + " " + path + ": " + reason, new Position(path, 1, 0));
    }

    private static String lowerFirst(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "input/output error";
        }
        return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    /**
     * The path of a file that is named inside another one: relative to the directory of that one, even if the name begins
     * with a slash (as in nats-server).
     */
    static String beside(String file, String name) {
        int slash = file.lastIndexOf('/');
        String directory = slash < 0 ? "." : file.substring(0, slash + 1);
        String joined = Path.of(directory + "/" + name).normalize().toString();
        return joined.isEmpty() ? "." : joined;
    }
}
