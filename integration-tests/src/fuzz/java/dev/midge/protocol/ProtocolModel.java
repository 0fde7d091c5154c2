package dev.midge.protocol;

import dev.midge.protocol.JsonModel.GoType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The client protocol as its specification tells it, over the whole conversation at once and with strings: slow, without
 * state between reads, and sharing no line with the parser.
 *
 * <p>Line breaks where they do not belong follow nats-server: in SUB and UNSUB they separate, in other lines they are part
 * of an argument, and the first byte of the arguments is never the end of the line, except in PUB and HPUB.
 */
final class ProtocolModel {

    private static final List<String> VERBS =
            List.of("CONNECT", "INFO", "PUB", "HPUB", "SUB", "UNSUB", "PING", "PONG", "+OK", "-ERR");
    private static final Map<String, GoType> INFO = info();

    private final ClientSettings settings;
    private final List<String> calls = new ArrayList<>();
    private String rest;
    private boolean connectExpected;
    private boolean over;

    private static Map<String, GoType> info() {
        Map<String, GoType> types = new HashMap<>();
        JsonModel.put(types, GoType.TEXT, List.of("server_id", "server_name", "version", "git_commit", "go", "host"));
        JsonModel.put(types, GoType.TEXT, List.of("ip", "client_ip", "nonce", "cluster", "domain", "compression"));
        JsonModel.put(types, GoType.TEXT, List.of("remote_account", "route_account", "route_acc_add_reqid"));
        JsonModel.put(types, GoType.TEXT, List.of("gateway", "gateway_url", "xkey"));
        JsonModel.put(types, GoType.BOOLEAN, List.of("headers", "auth_required", "tls_required", "tls_verify"));
        JsonModel.put(types, GoType.BOOLEAN, List.of("tls_available", "jetstream", "ldm", "cluster_dynamic"));
        JsonModel.put(types, GoType.BOOLEAN, List.of("connect_info", "acc_is_sys", "lnoc", "lnocu", "ln"));
        JsonModel.put(types, GoType.BOOLEAN, List.of("info_on_connect", "gateway_nrp", "gateway_iom"));
        JsonModel.put(types, GoType.LONG, List.of("proto", "port", "api_lvl", "route_pool_size", "route_pool_idx"));
        JsonModel.put(types, GoType.INT, List.of("max_payload"));
        JsonModel.put(types, GoType.UNSIGNED_LONG, List.of("client_id"));
        JsonModel.put(types, GoType.UNSIGNED_BYTE, List.of("gossip_mode", "gateway_cmd"));
        JsonModel.put(types, GoType.TEXTS, List.of("connect_urls", "ws_connect_urls", "gateway_urls", "leafnode_urls"));
        JsonModel.put(types, GoType.PERMISSION, List.of("import", "export"));
        return types;
    }

    private ProtocolModel(ClientSettings settings, String conversation) {
        this.settings = settings;
        this.rest = conversation;
        this.connectExpected = settings.connectExpected();
    }

    /** The calls that a conversation leads to. */
    static List<String> calls(ClientSettings settings, String conversation) {
        ProtocolModel model = new ProtocolModel(settings, conversation);
        while (!model.over && !model.rest.isEmpty()) {
            model.operation();
        }
        return model.calls;
    }

    private void operation() {
        if (connectExpected && !rest.startsWith("c") && !rest.startsWith("C")) {
            calls.add("CONNECT MISSING");
            connectExpected = false;
            over = !settings.admittedWithoutConnect();
            return;
        }
        boolean unfinished = false;
        for (String verb : VERBS) {
            String start =
                    rest.substring(0, Math.min(verb.length(), rest.length())).toUpperCase(Locale.ROOT);
            if (start.equals(verb)) {
                verb(verb, rest.substring(verb.length()));
                return;
            }
            unfinished |= verb.startsWith(start);
        }
        if (unfinished) {
            over = true;
        } else {
            fail(ProtocolError.UNKNOWN_OPERATION);
        }
    }

    private void verb(String verb, String behindVerb) {
        String behind = behindVerb;
        int feed = behind.indexOf('\n');
        if (verb.equals("PING") || verb.equals("PONG") || verb.equals("+OK")) {
            if (feed >= 0 && !verb.equals("+OK")) {
                calls.add(verb);
            }
            over = feed < 0;
            rest = behind.substring(feed + 1);
            return;
        }
        boolean blankNeeded = !verb.equals("CONNECT") && !verb.equals("INFO");
        if (blankNeeded && !behind.isEmpty() && !isBlank(behind.charAt(0))) {
            fail(ProtocolError.UNKNOWN_OPERATION);
            return;
        }
        behind = withoutLeadingBlanks(behind);
        feed = behind.indexOf('\n', verb.endsWith("PUB") ? 0 : 1);
        String line = feed < 0 ? behind : behind.substring(0, feed);
        String arguments = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        if (arguments.length() > settings.maxControlLine()) {
            fail(ProtocolError.MAXIMUM_CONTROL_LINE);
        } else if (feed < 0) {
            over = true;
        } else {
            rest = behind.substring(feed + 1);
            line(verb, arguments, arguments.length() < line.length());
        }
    }

    private void line(String verb, String arguments, boolean carriageReturn) {
        switch (verb) {
            case "CONNECT" -> {
                calls.add("CONNECT " + arguments);
                connectExpected = false;
            }
            case "INFO" -> {
                byte[] json = arguments.getBytes(StandardCharsets.ISO_8859_1);
                if (!JsonModel.valid(new String(json, StandardCharsets.UTF_8), INFO, (key, value) -> {})) {
                    fail(ProtocolError.BAD_ARGUMENTS);
                }
            }
            case "SUB" -> subscribe(words(arguments, "[ \t\r\n]"));
            case "UNSUB" -> unsubscribe(words(arguments, "[ \t\r\n]"));
            case "PUB" -> publish(arguments, words(arguments, "[ \t]"), 1, carriageReturn);
            case "HPUB" -> publish(arguments, words(arguments, "[ \t]"), 2, carriageReturn);
            default -> fail(ProtocolError.CLIENT_ERROR);
        }
    }

    private void subscribe(List<String> words) {
        switch (words.size()) {
            case 2 -> calls.add("SUB " + words.get(0) + "||" + words.get(1));
            case 3 -> calls.add("SUB " + words.get(0) + "|" + words.get(1) + "|" + words.get(2));
            default -> fail(ProtocolError.BAD_ARGUMENTS);
        }
    }

    private void unsubscribe(List<String> words) {
        if (words.size() == 1 || words.size() == 2) {
            int max = words.size() == 2 ? size(words.get(1)) : 0;
            calls.add("UNSUB " + words.get(0) + "|" + Math.max(0, max));
        } else {
            fail(ProtocolError.BAD_ARGUMENTS);
        }
    }

    private void publish(String arguments, List<String> words, int sizes, boolean carriageReturn) {
        if ((sizes == 2 && !settings.headers()) || (words.size() != sizes + 1 && words.size() != sizes + 2)) {
            fail(ProtocolError.BAD_ARGUMENTS);
            return;
        }
        int total = size(words.get(words.size() - 1));
        int headers = sizes == 2 ? size(words.get(words.size() - 2)) : 0;
        if (total < 0 || headers < 0 || headers > total) {
            fail(ProtocolError.BAD_ARGUMENTS);
        } else if (total > settings.maxPayload()) {
            fail(ProtocolError.MAXIMUM_PAYLOAD);
        } else {
            String reply = words.size() == sizes + 2 ? words.get(1) : "";
            boolean canonical = carriageReturn && arguments.equals(String.join(" ", words));
            String tail = canonical ? arguments.substring(words.get(0).length() + 1) + "\r\n" : "";
            String numbers = sizes == 2 ? headers + "/" + total : "" + total;
            payload("PUB " + words.get(0) + "|" + reply + "|" + numbers + "|" + tail, total);
        }
    }

    private void payload(String call, int total) {
        if (settings.pedantic()) {
            calls.add("LINE " + call);
        }
        String trailer = rest.substring(Math.min(total, rest.length()), Math.min(total + 2, rest.length()));
        if (!"\r\n".startsWith(trailer)) {
            fail(ProtocolError.UNKNOWN_OPERATION);
        } else if (trailer.length() < 2) {
            over = true;
        } else {
            calls.add(call + "|" + rest.substring(0, total));
            rest = rest.substring(total + 2);
        }
    }

    private void fail(ProtocolError error) {
        calls.add("ERROR " + error);
        over = true;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static String withoutLeadingBlanks(String text) {
        int start = 0;
        while (start < text.length() && isBlank(text.charAt(start))) {
            start++;
        }
        return text.substring(start);
    }

    private static List<String> words(String arguments, String separators) {
        List<String> words = new ArrayList<>();
        for (String word : arguments.split(separators, -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private static int size(String word) {
        return word.matches("[0-9]{1,9}") ? Integer.parseInt(word) : -1;
    }
}
