package dev.midge.server.net;

import dev.midge.protocol.GoQuote;
import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * The header that a proxy puts in front of a connection to name the client's address: PROXY protocol, version 1 (a line of
 * text) or 2 (binary), as nats-server server/client_proxyproto.go reads it.
 *
 * <p>Takes bytes as they come and never one too many: what follows the header stays in the buffer. Thread: one.
 */
final class ProxyHeader {

    private static final byte[] TEXT_START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNATURE = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};

    private static final int START = 6;
    private static final int HEAD = 16;
    private static final int LONGEST_LINE = 107;

    private static final int LOCAL = 0;
    private static final int PROXY = 1;
    private static final int STREAM = 1;
    private static final int UNSPECIFIED = 0x00;
    private static final int IPV4 = 0x10;
    private static final int IPV6 = 0x20;

    /** What is being waited for; the text says what could not be read when nothing more comes. */
    private enum Part {
        START("failed to read protocol version", true),
        LINE("failed to read v1 line", false),
        SIGNATURE("failed to read v2 signature", true),
        HEAD("failed to read v2 header", true),
        LOCAL_ADDRESS("failed to discard LOCAL command address data", false),
        UNSPECIFIED_ADDRESS("failed to discard UNSPEC address address data", false),
        IPV4_ADDRESS("failed to read IPv4 address data", true),
        IPV6_ADDRESS("failed to read IPv6 address data", true),
        DONE("", false);

        final String failure;
        /** Whether an end in the middle of the part is told from one before it. */
        final boolean whole;

        Part(String failure, boolean whole) {
            this.failure = failure;
            this.whole = whole;
        }
    }

    /** The bytes are no header; the message is what the log says. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }

        static Malformed invalid(String what) {
            return new Malformed("invalid PROXY protocol header: " + what);
        }

        static Malformed unsupported(String what) {
            return new Malformed("unsupported PROXY protocol feature: " + what);
        }
    }

    private Part part = Part.START;
    private byte[] bytes = new byte[LONGEST_LINE];
    private int length;
    private int partStart;
    private int partEnd = START;

    private boolean absent;
    private @Nullable String host;
    private int port;

    /** Takes what belongs to the header; true when it is complete, or when there is none. */
    boolean take(ByteBuf in) throws Malformed {
        while (part != Part.DONE) {
            if (!fill(in)) {
                return false;
            }
            next();
        }
        return true;
    }

    /** Whether enough has come to see what kind of client this is. */
    boolean started() {
        return part != Part.START;
    }

    boolean empty() {
        return length == 0;
    }

    /** The bytes of a client that sent no header; empty when there was one. */
    byte[] replayed() {
        return absent ? Arrays.copyOf(bytes, length) : new byte[0];
    }

    /** The address of the client; null when the header names none, or there is none. */
    @Nullable
    String host() {
        return host;
    }

    int port() {
        return port;
    }

    /** What could not be read, when the client says nothing more. */
    String unread() {
        return part.failure;
    }

    /** The same for the end of the stream, in the words of Go's readers. */
    String unreadAtEnd() {
        return part.failure + (part.whole && length > partStart ? ": unexpected EOF" : ": EOF");
    }

    /** False when the part is not complete yet. A line ends by itself. */
    private boolean fill(ByteBuf in) {
        if (part == Part.LINE) {
            while (in.isReadable() && length < LONGEST_LINE && !lineComplete()) {
                bytes[length++] = in.readByte();
            }
            return length == LONGEST_LINE || lineComplete();
        }
        int count = Math.min(in.readableBytes(), partEnd - length);
        in.readBytes(bytes, length, count);
        length += count;
        return length == partEnd;
    }

    private boolean lineComplete() {
        return length >= START + 2 && bytes[length - 1] == '\n' && bytes[length - 2] == '\r';
    }

    private void next() throws Malformed {
        switch (part) {
            case START -> start();
            case LINE -> line();
            case SIGNATURE -> {
                if (!Arrays.equals(bytes, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
                    throw Malformed.invalid("invalid signature");
                }
                await(Part.HEAD, HEAD);
            }
            case HEAD -> head();
            case IPV4_ADDRESS -> address(4);
            case IPV6_ADDRESS -> address(16);
            case LOCAL_ADDRESS, UNSPECIFIED_ADDRESS -> part = Part.DONE;
            case DONE -> {}
        }
    }

    private void await(Part next, int end) {
        part = next;
        partStart = length;
        partEnd = end;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, end);
        }
    }

    private void start() {
        if (Arrays.equals(bytes, 0, START, TEXT_START, 0, START)) {
            await(Part.LINE, LONGEST_LINE);
        } else if (Arrays.equals(bytes, 0, START, SIGNATURE, 0, START)) {
            await(Part.SIGNATURE, SIGNATURE.length);
        } else {
            absent = true;
            part = Part.DONE;
        }
    }

    // ---- version 2

    private void head() throws Malformed {
        int command = bytes[12] & 0x0f;
        int family = bytes[13] & 0xf0;
        int addressLength = unsigned16(14);
        if ((bytes[12] & 0xf0) != 0x20) {
            throw Malformed.invalid("invalid version " + hex(bytes[12] & 0xf0));
        }
        if (command == LOCAL) {
            await(Part.LOCAL_ADDRESS, HEAD + addressLength);
            return;
        }
        if (command != PROXY) {
            throw new Malformed("unknown PROXY protocol command: " + hex(command));
        }
        if ((bytes[13] & 0x0f) != STREAM) {
            throw Malformed.unsupported("only STREAM protocol supported");
        }
        switch (family) {
            case IPV4 -> awaitAddress(Part.IPV4_ADDRESS, "IPv4", addressLength, 12);
            case IPV6 -> awaitAddress(Part.IPV6_ADDRESS, "IPv6", addressLength, 36);
            case UNSPECIFIED -> await(Part.UNSPECIFIED_ADDRESS, HEAD + addressLength);
            default -> throw Malformed.unsupported("unsupported address family " + hex(family));
        }
    }

    private void awaitAddress(Part next, String family, int given, int least) throws Malformed {
        if (given < least) {
            throw new Malformed(family + " address data too short: " + given + " bytes");
        }
        await(next, HEAD + given);
    }

    /** Two addresses and two ports; more may follow, which nobody needs. */
    private void address(int size) {
        host = text(Arrays.copyOfRange(bytes, HEAD, HEAD + size));
        port = unsigned16(HEAD + 2 * size);
        part = Part.DONE;
    }

    private int unsigned16(int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private static String hex(int value) {
        return "0x" + Character.forDigit(value >> 4, 16) + Character.forDigit(value & 0xf, 16);
    }

    // ---- version 1

    private void line() throws Malformed {
        if (!lineComplete()) {
            throw Malformed.invalid("v1 line too long");
        }
        String text = new String(bytes, START, length - START - 2, StandardCharsets.ISO_8859_1);
        StringTokenizer words = new StringTokenizer(text, " \t\n\u000b\f\r");
        String protocol = words.hasMoreTokens() ? words.nextToken() : "";
        if (!protocol.equals("UNKNOWN")) {
            if (words.countTokens() != 4) {
                throw Malformed.invalid("invalid v1 format");
            }
            named(protocol, words.nextToken(), words.nextToken(), words.nextToken(), words.nextToken());
        }
        part = Part.DONE;
    }

    private void named(String protocol, String source, String destination, String sourcePort, String destinationPort)
            throws Malformed {
        byte[] address = parsed(source);
        if (address == null || parsed(destination) == null) {
            throw Malformed.invalid("invalid address");
        }
        int named = portOf(sourcePort, "source");
        portOf(destinationPort, "dest");
        boolean six = source.indexOf(':') >= 0;
        boolean destinationSix = destination.indexOf(':') >= 0;
        if (protocol.equals("TCP4") && (six || destinationSix)) {
            throw Malformed.invalid("TCP4 with IPv6 address");
        }
        if (protocol.equals("TCP6") && !(six && destinationSix)) {
            throw Malformed.invalid("TCP6 with IPv4 address");
        }
        if (!protocol.equals("TCP4") && !protocol.equals("TCP6")) {
            throw Malformed.invalid("invalid protocol " + protocol);
        }
        host = text(address);
        port = named;
    }

    /** Null when it is no address. Stricter than Netty, as Go is: no zone, no brackets, no leading zeros in IPv4. */
    private static byte @Nullable [] parsed(String address) {
        if (address.indexOf('%') >= 0 || address.indexOf('[') >= 0) {
            return null;
        }
        String four = address.indexOf('.') < 0 ? "" : address.substring(address.lastIndexOf(':') + 1);
        for (int i = 0; i + 1 < four.length(); i++) {
            boolean first = i == 0 || four.charAt(i - 1) == '.';
            if (first && four.charAt(i) == '0' && four.charAt(i + 1) != '.') {
                return null;
            }
        }
        return NetUtil.createByteArrayFromIpAddressString(address);
    }

    private static int portOf(String digits, String which) throws Malformed {
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                throw badPort(which, digits, "invalid syntax");
            }
            value = value * 10 + c - '0';
            if (value > 0xffff) {
                throw badPort(which, digits, "value out of range");
            }
        }
        return value;
    }

    private static Malformed badPort(String which, String digits, String why) {
        byte[] text = digits.getBytes(StandardCharsets.ISO_8859_1);
        return new Malformed(
                "invalid " + which + " port: strconv.ParseUint: parsing " + GoQuote.text(text) + ": " + why);
    }

    /** In the short form of IPv6; an IPv4 address that is written as one of IPv6 becomes what it is. */
    private static String text(byte[] address) {
        try {
            return NetUtil.toAddressString(InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
