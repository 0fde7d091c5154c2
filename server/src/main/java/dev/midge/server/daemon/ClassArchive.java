package dev.midge.server.daemon;

import dev.midge.server.log.ServerLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The archive of loaded classes that the launcher lets the JVM map: made anew, by a process of its own, when this JVM
 * could not use it. That is the case at the first start with a Java other than the one that packaged the server, and
 * after jars or Java were replaced; the JVM itself then starts without a word.
 *
 * <p>Thread: one of its own, after the server is ready.
 */
final class ClassArchive implements Runnable {

    private static final String ARCHIVE = "midge.archive";
    private static final String LAUNCHER = "midge.launcher";

    private final Path archive;
    private final String launcher;
    private final ServerLog log;

    private ClassArchive(Path archive, String launcher, ServerLog log) {
        this.archive = archive;
        this.launcher = launcher;
        this.log = log;
    }

    /** Returns at once. Does nothing in a JVM that the launcher did not start. */
    static void remakeIfUnused(ServerLog log) {
        String archive = System.getProperty(ARCHIVE);
        String launcher = System.getProperty(LAUNCHER);
        if (archive != null && launcher != null) {
            Thread thread = new Thread(new ClassArchive(Path.of(archive), launcher, log), "midge-class-archive");
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public void run() {
        try {
            if (!isMapped() && claim()) {
                make();
            }
        } catch (IOException e) {
            // Only the next start would have been faster.
            log.debug("No archive of classes was made: " + e);
        }
    }

    /** Whether this JVM uses the archive; where the system cannot tell, its existence has to do. */
    private boolean isMapped() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        return Files.isReadable(maps) ? Files.readString(maps).contains(archive.toString()) : Files.exists(archive);
    }

    /** False while another server is at it; a claim that is minutes old was left behind by a kill. */
    private boolean claim() throws IOException {
        Files.createDirectories(parent());
        Path claim = claimFile();
        if (isStale(claim)) {
            Files.deleteIfExists(claim);
        }
        if (Files.exists(claim)) {
            return false;
        }
        Files.createFile(claim);
        return true;
    }

    private static boolean isStale(Path claim) throws IOException {
        long minutes = 2;
        return Files.exists(claim)
                && Files.getLastModifiedTime(claim).toMillis() < System.currentTimeMillis() - minutes * 60_000;
    }

    private void make() throws IOException {
        ProcessBuilder maker = new ProcessBuilder(
                        "/bin/sh", "-c", "renice -n 19 $$ >/dev/null 2>&1; exec \"$0\"", launcher)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        maker.environment().put("NATS_SERVER_TRAIN", "yes");
        maker.environment().put("JAVA_HOME", javaHome());
        try {
            int status = maker.start().waitFor();
            log.debug(status == 0 ? "Made an archive of classes: " + archive : "No archive of classes was made");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Files.deleteIfExists(claimFile());
        }
    }

    private static String javaHome() {
        return System.getProperty("java.home", "");
    }

    private Path claimFile() {
        return parent().resolve(archive.getFileName() + ".claim");
    }

    private Path parent() {
        Path parent = archive.getParent();
        return parent == null ? Path.of(".") : parent;
    }
}
