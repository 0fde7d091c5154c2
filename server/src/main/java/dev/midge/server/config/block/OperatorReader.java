package dev.midge.server.config.block;

import dev.midge.auth.nkey.KeyType;
import dev.midge.auth.nkey.NKey;
import dev.midge.server.config.language.ConfFiles;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.language.ConfReadException;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.ConfValues;
import dev.midge.server.config.value.Findings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options of operator mode, which is not supported yet: whether JWTs are signed, and by whom, is not looked at.
 */
final class OperatorReader {
    private static final int CHUNKS = 3;

    /** How a JSON object that is not empty begins in base64. */
    private static final String JWT_PREFIX = "eyJ";

    private final Findings findings;
    private final ConfValues values;

    OperatorReader(Findings findings) {
        this.findings = findings;
        this.values = new ConfValues(findings);
    }

    /** Files with JWTs, or JWTs. */
    void readOperators(ConfNode node) {
        for (String operator : values.textsOrNone("operators", node)) {
            String wrong = wrongOperator(operator);
            if (wrong != null) {
                findings.error(node, "error parsing operator JWT: " + wrong);
            }
        }
    }

    private static @Nullable String wrongOperator(String fileOrJwt) {
        String jwt = fileOrJwt;
        try {
            jwt = new String(ConfFiles.read(fileOrJwt), StandardCharsets.ISO_8859_1);
        } catch (ConfReadException e) {
            if (!fileOrJwt.startsWith(JWT_PREFIX)) {
                return e.text();
            }
        }
        return isJwt(jwt) ? null : "expected 3 chunks";
    }

    private static boolean isJwt(String text) {
        int chunks = 1;
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) {
            chunks++;
        }
        return chunks == CHUNKS;
    }

    void readTrustedKeys(ConfNode node) {
        List<String> keys = values.texts("trusted", node);
        boolean elements = node.kind() == Kind.LIST && !node.asList().isEmpty();
        // nats-server server/opts.go: all of them are reported where the last one stands.
        ConfNode place = elements ? node.asList().get(node.asList().size() - 1) : node;
        for (String key : keys == null ? List.<String>of() : keys) {
            if (!NKey.isValid(key, KeyType.OPERATOR)) {
                findings.error(
                        place, "trust key " + GoText.quote(key) + " required to be a valid public operator nkey");
            }
        }
    }

    void readPreload(ConfNode node) {
        if (node.kind() != Kind.MAP) {
            findings.error(node, "preload should be a map of account_public_key:account_jwt");
            return;
        }
        for (Map.Entry<String, ConfNode> entry : node.asMap().entrySet()) {
            ConfNode jwt = entry.getValue();
            if (jwt.kind() != Kind.STRING) {
                findings.error(jwt, "preload map value should be a string JWT");
            } else if (!isJwt(jwt.asText()) || !jwt.asText().startsWith(JWT_PREFIX)) {
                findings.error(jwt, "invalid account JWT");
            }
        }
    }
}
