package dev.midge.server.tool;

import org.jspecify.annotations.Nullable;

/** Asks somebody for a line that is not shown while it is typed. */
interface HiddenPrompt {

    /** Whether there is somebody who mistypes, and can be asked again. */
    boolean isInteractive();

    /**
     * The line, in an array for the caller to overwrite, or null when no more comes.
     *
     * @throws ToolException if it cannot be read
     */
    char @Nullable [] ask(String label) throws ToolException;
}
