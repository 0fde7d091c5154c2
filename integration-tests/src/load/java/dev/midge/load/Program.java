package dev.midge.load;

import java.io.IOException;

/**
 * Something to put servers through. It starts and stops its own servers, ends by itself, and tells the report what it
 * measured and which bounds had to hold.
 */
interface Program {

    /** What it is called on the command line. */
    String name();

    /** One line that says what it is for. */
    String purpose();

    /**
     * Runs to its end; an exception is a failure of this program and does not keep others from running.
     *
     * @throws IOException when a server cannot be started or a connection fails that had no reason to
     */
    void run(Contenders contenders, Report report) throws IOException;
}
