package dev.midge.server.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the log on their way to a file or to stderr, buffered until {@link #flush}.
 *
 * <p>A write that fails (full disk, reader of stderr gone) costs the buffered lines and nothing else: the next line is
 * tried again.
 *
 * <p>Thread: the log's writer, and those of plug-ins that log through SLF4J, hence synchronized.
 */
final class LogFile {

    private static final int BUFFER_BYTES = 8192;

    /** nats-server creates its log file with mode 0640. */
    private static final Set<PosixFilePermission> MODE =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_READ);

    private static final Set<OpenOption> APPEND =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

    private final @Nullable Path path;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private OutputStream stream;
    private int buffered;
    /** Bytes of the file, those in the buffer included. */
    private long size;

    private LogFile(@Nullable Path path, OutputStream stream) {
        this.path = path;
        this.stream = stream;
        this.size = sizeOf(path);
    }

    private static long sizeOf(@Nullable Path path) {
        try {
            return path == null ? 0 : Files.size(path);
        } catch (IOException e) {
            return 0; // what cannot be looked at, such as a pipe, is not rotated either
        }
    }

    static LogFile stderr() {
        return new LogFile(null, new FileOutputStream(FileDescriptor.err));
    }

    /** Opens or creates the file for appending; the message of the exception names the file and the cause. */
    static LogFile open(String name) throws IOException {
        try {
            Path path = Path.of(name);
            return new LogFile(path, append(path));
        } catch (InvalidPathException e) {
            throw new IOException("open " + name + ": invalid argument", e);
        }
    }

    private static OutputStream append(Path path) throws IOException {
        try {
            return Channels.newOutputStream(
                    path.getFileSystem().supportedFileAttributeViews().contains("posix")
                            ? Files.newByteChannel(path, APPEND, PosixFilePermissions.asFileAttribute(MODE))
                            : Files.newByteChannel(path, APPEND));
        } catch (IOException e) {
            throw new IOException("open " + path + ": " + FileProblem.describe(e), e);
        }
    }

    boolean isStderr() {
        return path == null;
    }

    /** The file's name; only when it is one. */
    Path path() {
        if (path == null) {
            throw new IllegalStateException("log: standard error (expected: a file)");
        }
        return path;
    }

    synchronized long size() {
        return size;
    }

    synchronized void write(byte[] line) throws IOException {
        size += line.length;
        if (line.length > BUFFER_BYTES - buffered) {
            flush();
        }
        if (line.length > BUFFER_BYTES) {
            stream.write(line);
            return;
        }
        System.arraycopy(line, 0, buffer, buffered, line.length);
        buffered += line.length;
    }

    synchronized void flush() throws IOException {
        int length = buffered;
        buffered = 0;
        if (length > 0) {
            stream.write(buffer, 0, length);
        }
    }

    /** Opens the same name again, for a log rotation from outside; the old file stays in use if that fails. */
    synchronized boolean reopen() throws IOException {
        if (path == null) {
            return false;
        }
        OutputStream fresh = append(path);
        OutputStream old = stream;
        try {
            flush();
        } finally {
            stream = fresh;
            size = sizeOf(path);
            old.close();
        }
        return true;
    }

    /** Gives the file another name and begins a new one under its own; if that fails, it stays in use. */
    synchronized void moveTo(Path backup) throws IOException {
        flush();
        Files.move(path(), backup);
        reopen();
    }

    synchronized void close() throws IOException {
        flush();
        if (path != null) {
            stream.close();
        }
    }
}
