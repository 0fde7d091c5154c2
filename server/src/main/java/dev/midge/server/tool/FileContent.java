package dev.midge.server.tool;

import dev.midge.server.log.FileProblem;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whole files, with the errors of Go: {@code open FILE: no such file or directory}. */
final class FileContent {

    private FileContent() {}

    static byte[] read(String name) throws ToolException {
        try {
            return Files.readAllBytes(Path.of(name));
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    static ToolException unreadable(String name, IOException e) {
        // What fails later than opening has no name in it: a directory can be opened and not read.
        String operation = e instanceof FileSystemException ? "open " : "read ";
        return new ToolException(operation + name + ": " + FileProblem.describe(e), e);
    }
}
