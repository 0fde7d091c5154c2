package dev.midge.server.log;

import dev.midge.protocol.GoQuote;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How much of a message a trace shows.
 *
 * @param maxBytes where it is cut; 0 for nowhere
 * @param headersOnly whether only the header block is shown, without its final empty line
 */
public record TracedPayload(int maxBytes, boolean headersOnly) {

    /**
     * The message between two positions as the trace shows it, null when there is nothing to show.
     *
     * @param headerSize bytes of the header block at its start; 0 or less for none
     */
    public @Nullable String shown(byte[] array, int from, int to, int headerSize) {
        int end = !headersOnly ? to : headerSize > 0 ? from + headerSize - 4 : from;
        if (end <= from) {
            return null;
        }
        boolean cut = maxBytes > 0 && end - from > maxBytes;
        String text = GoQuote.text(Arrays.copyOfRange(array, from, cut ? from + maxBytes : end));
        return cut ? text.substring(0, text.length() - 1) + "...\"" : text;
    }
}
