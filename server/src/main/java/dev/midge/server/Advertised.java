package dev.midge.server;

import org.jspecify.annotations.Nullable;

/** The address that INFO names: the listener's, or what {@code client_advertise} says instead. */
record Advertised(String host, int port) {

    /**
     * The address for a setting of the form {@code host} or {@code host:port}.
     *
     * @throws ServerStartException when it has another form
     */
    static Advertised of(@Nullable String setting, String host, int port) throws ServerStartException {
        if (setting == null || setting.isEmpty()) {
            return new Advertised(host, port);
        }
        int colon = setting.lastIndexOf(':');
        if (colon < 0 || setting.endsWith("]")) {
            return new Advertised(withoutBrackets(setting), port);
        }
        try {
            int named = Integer.parseInt(setting.substring(colon + 1));
            return new Advertised(withoutBrackets(setting.substring(0, colon)), named > 0 ? named : port);
        } catch (NumberFormatException e) {
            throw new ServerStartException(
                    "Error setting server INFO with ClientAdvertise value of " + setting + ", err=could not parse port",
                    e);
        }
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
