package dev.midge.server.log;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Causes of failed file operations in the words of the operating system, as nats-server prints them. */
public final class FileProblem {

    private FileProblem() {}

    /** Such as {@code no such file or directory}; without the name of the file. */
    public static String describe(IOException problem) {
        if (problem instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (problem instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (problem instanceof FileAlreadyExistsException) {
            return "file exists";
        }
        String reason = problem instanceof FileSystemException e ? e.getReason() : problem.getMessage();
        if (reason == null || reason.isEmpty()) {
            return "input/output error";
        }
        // The JDK spells the texts of strerror with a capital, Go does not.
        return Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
    }
}
