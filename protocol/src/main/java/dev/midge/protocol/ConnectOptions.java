package dev.midge.protocol;

import dev.midge.protocol.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a client declared in CONNECT.
 *
 * <p>A second CONNECT is merged into the options of the first: keys that it lacks keep their value, credentials too. Keys
 * match in any case, unknown ones are ignored, a known one of the wrong type makes the whole line invalid (the rules of
 * Go's {@code encoding/json}). The defaults are those of a CONNECT without keys: verbose and pedantic.
 *
 * <p>Holds secrets; {@link #toString} shows none.
 */
public final class ConnectOptions {

    private boolean verbose = true;
    private boolean pedantic = true;
    private boolean echo = true;
    private boolean headers;
    private boolean noResponders;
    private boolean newAccount;
    private int protocol;
    private String name = "";
    private String lang = "";
    private String version = "";
    private String user = "";
    private String pass = "";
    private String authToken = "";
    private String nkey = "";
    private String sig = "";
    private String jwt = "";
    private String proxySig = "";
    private String account = "";

    /**
     * Lays the JSON of a CONNECT over these options.
     *
     * @return false when it is not valid; some keys may have been taken by then
     */
    public boolean merge(byte[] array, int start, int end) {
        Json json = new Json(array, start, end);
        json.object(this::take);
        return json.finished();
    }

    private void take(String key, Json json) {
        switch (key) {
            case "verbose" -> verbose = json.bool(verbose);
            case "pedantic" -> pedantic = json.bool(pedantic);
            case "echo" -> echo = json.bool(echo);
            case "headers" -> headers = json.bool(headers);
            case "no_responders" -> noResponders = json.bool(noResponders);
            case "new_account" -> newAccount = json.bool(newAccount);
            case "tls_required" -> json.bool(false);
            case "protocol" -> protocol = clamped(json.integer(protocol));
            case "name" -> name = text(json, name);
            case "lang" -> lang = text(json, lang);
            case "version" -> version = text(json, version);
            case "user" -> user = text(json, user);
            case "pass" -> pass = text(json, pass);
            case "auth_token" -> authToken = text(json, authToken);
            case "nkey" -> nkey = text(json, nkey);
            case "sig" -> sig = text(json, sig);
            case "jwt" -> jwt = text(json, jwt);
            case "proxy_sig" -> proxySig = text(json, proxySig);
            case "account" -> account = text(json, account);
            // Only other kinds of peers use these three, but their type is checked all the same.
            case "remote_account" -> json.string();
            case "import", "export" -> PeerInfo.subjectPermission(json);
            default -> json.skipValue();
        }
    }

    /** Out of the range of an int, a number is none of the versions there are anyway. */
    private static int clamped(long version) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(version, Integer.MAX_VALUE));
    }

    private static String text(Json json, String unchanged) {
        @Nullable String text = json.string();
        return text == null ? unchanged : text;
    }

    public boolean verbose() {
        return verbose;
    }

    public boolean pedantic() {
        return pedantic;
    }

    public boolean echo() {
        return echo;
    }

    public boolean headers() {
        return headers;
    }

    public boolean noResponders() {
        return noResponders;
    }

    /** The client asks for an account to be made, which is always refused. */
    public boolean newAccount() {
        return newAccount;
    }

    /** 1 when the client wants asynchronous INFO. */
    public int protocol() {
        return protocol;
    }

    public String name() {
        return name;
    }

    public String lang() {
        return lang;
    }

    public String version() {
        return version;
    }

    public String user() {
        return user;
    }

    public String pass() {
        return pass;
    }

    public String authToken() {
        return authToken;
    }

    public String nkey() {
        return nkey;
    }

    public String sig() {
        return sig;
    }

    public String jwt() {
        return jwt;
    }

    /** Takes the JWT out: it is good for the CONNECT that carried it. */
    public void forgetJwt() {
        jwt = "";
    }

    public String proxySig() {
        return proxySig;
    }

    /** An account named by the client, which is always refused. */
    public String account() {
        return account;
    }

    @Override
    public String toString() {
        return "CONNECT of " + name;
    }
}
