package dev.midge.server;

import dev.midge.server.flag.GoNumber;
import org.jspecify.annotations.Nullable;

/**
 * The address that INFO names: the listener's, or what {@code client_advertise} says instead.
 *
 * <p>Reads and refuses what Go's {@code net.SplitHostPort} does, with its texts.
 */
record Advertised(String host, int port) {

    private static final String NO_PORT = "missing port in address";

    /** Not of the form {@code host} or {@code host:port}. */
    private static final class BadAddress extends Exception {
        private static final long serialVersionUID = 1L;

        final String problem;

        BadAddress(String address, String problem) {
            super("address " + address + ": " + problem);
            this.problem = problem;
        }

        BadAddress(String text) {
            super(text);
            this.problem = text;
        }
    }

    private record Parts(String host, String port) {}

    /**
     * The address for a setting of the form {@code host} or {@code host:port}.
     *
     * @throws ServerStartException when it has another form
     */
    static Advertised of(@Nullable String setting, String host, int port) throws ServerStartException {
        if (setting == null || setting.isEmpty()) {
            return new Advertised(host, port);
        }
        try {
            return parse(setting, port);
        } catch (BadAddress e) {
            throw new ServerStartException(
                    "Error setting server INFO with ClientAdvertise value of " + setting + ", err=" + e.getMessage(),
                    e);
        }
    }

    /**
     * The same for a reload.
     *
     * @throws ServerReloadException when the setting has another form
     */
    static Advertised reloaded(@Nullable String setting, String host, int port) throws ServerReloadException {
        if (setting == null || setting.isEmpty()) {
            return new Advertised(host, port);
        }
        try {
            return parse(setting, port);
        } catch (BadAddress e) {
            throw new ServerReloadException(
                    "invalid ClientAdvertise value of " + setting + ", err=" + e.getMessage(), e);
        }
    }

    private static Advertised parse(String setting, int port) throws BadAddress {
        try {
            Parts parts = splitWithDefault(setting, port);
            int named = Integer.parseInt(parts.port.trim());
            return new Advertised(parts.host.trim(), named == 0 || named == -1 ? port : named);
        } catch (NumberFormatException e) {
            String digits = setting.substring(setting.lastIndexOf(':') + 1).trim();
            String why = isInteger(digits) ? "value out of range" : "invalid syntax";
            throw new BadAddress("strconv.Atoi: parsing " + GoNumber.quoted(digits) + ": " + why);
        }
    }

    private static boolean isInteger(String text) {
        int from = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() > from;
    }

    private static Parts splitWithDefault(String setting, int port) throws BadAddress {
        try {
            return split(setting);
        } catch (BadAddress e) {
            if (e.problem.equals(NO_PORT)) {
                return split(setting + ":" + port);
            }
            throw e;
        }
    }

    private static Parts split(String address) throws BadAddress {
        int colon = address.lastIndexOf(':');
        if (colon < 0) {
            throw new BadAddress(address, NO_PORT);
        }
        if (!address.startsWith("[")) {
            if (address.indexOf(':') < colon) {
                throw new BadAddress(address, "too many colons in address");
            }
            refuseBrackets(address, 0);
            return new Parts(address.substring(0, colon), address.substring(colon + 1));
        }
        int end = address.indexOf(']');
        if (end < 0) {
            throw new BadAddress(address, "missing ']' in address");
        }
        if (end + 1 != colon) {
            boolean colonFollows = address.startsWith(":", end + 1);
            throw new BadAddress(address, colonFollows ? "too many colons in address" : NO_PORT);
        }
        refuseBrackets(address, end + 1);
        return new Parts(address.substring(1, end), address.substring(colon + 1));
    }

    private static void refuseBrackets(String address, int from) throws BadAddress {
        for (String bracket : new String[] {"[", "]"}) {
            if (address.indexOf(bracket, from) >= 0) {
                throw new BadAddress(address, "unexpected '" + bracket + "' in address");
            }
        }
    }
}
