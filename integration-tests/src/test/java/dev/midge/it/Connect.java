package dev.midge.it;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nats.client.NKey;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The members of one CONNECT. Immutable. The signature of an NKey is made when the nonce is known. */
final class Connect {

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Object> members;
    private final String seed;

    private Connect(Map<String, Object> members, String seed) {
        this.members = members;
        this.seed = seed;
    }

    /** {@code CONNECT {}}: a verbose and pedantic connection without headers. */
    static Connect empty() {
        return new Connect(Map.of(), "");
    }

    /** What client libraries send: quiet, with headers and the no-responders notice, protocol 1. */
    static Connect standard() {
        return empty().with("verbose", false)
                .with("pedantic", false)
                .with("headers", true)
                .with("no_responders", true)
                .with("protocol", 1);
    }

    static Connect verbose() {
        return standard().with("verbose", true);
    }

    static Connect withoutEcho() {
        return standard().with("echo", false);
    }

    static Connect withoutHeaders() {
        return standard().with("headers", false).with("no_responders", false);
    }

    static Connect user(String name, String password) {
        return standard().with("user", name).with("pass", password);
    }

    static Connect token(String token) {
        return standard().with("auth_token", token);
    }

    /** The NKey of a seed, with a good signature. */
    static Connect nkey(String seed) {
        return new Connect(standard().with("nkey", publicKey(seed)).members, seed);
    }

    static String publicKey(String seed) {
        try {
            return new String(NKey.fromSeed(seed.toCharArray()).getPublicKey());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** An Ed25519 signature over the text of a nonce. */
    static byte[] sign(String seed, String nonce) {
        try {
            return NKey.fromSeed(seed.toCharArray()).sign(nonce.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The same with one member more, or with another value for a member. */
    Connect with(String key, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(members);
        all.put(key, value);
        return new Connect(all, seed);
    }

    boolean verboseWanted() {
        return !Boolean.FALSE.equals(members.get("verbose"));
    }

    boolean infoAfterPongWanted() {
        return Integer.valueOf(1).equals(members.get("protocol"));
    }

    String json(Map<String, Object> info) {
        Connect signed = seed.isEmpty() ? this : signed((String) info.get("nonce"));
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, Object> member : signed.members.entrySet()) {
                json.writeObjectField(member.getKey(), member.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private Connect signed(String nonce) {
        return with("sig", Base64.getUrlEncoder().withoutPadding().encodeToString(sign(seed, nonce)));
    }
}
