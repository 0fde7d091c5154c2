package dev.midge.server.config.block;

import dev.midge.server.config.account.PermissionsReader;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.GoText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What permissions of users may say and those of routes may not: queues, and answers to requests. */
final class ClusterPermissions {
    private ClusterPermissions() {}

    static boolean allowsResponses(ConfNode permissions) {
        for (Map.Entry<String, ConfNode> entry : permissions.asMap().entrySet()) {
            String key = entry.getKey().toLowerCase(Locale.ROOT);
            if (key.equals("publish_allow_responses") || key.equals("allow_responses")) {
                ConfNode node = entry.getValue();
                return node.kind() == ConfNode.Kind.MAP || (node.kind() == ConfNode.Kind.BOOLEAN && node.asBoolean());
            }
        }
        return false;
    }

    /** The first entry with a queue, in the words of nats-server; null if there is none. The permissions are valid ones. */
    static @Nullable String wrongSubject(ConfNode permissions) {
        for (Map.Entry<String, ConfNode> entry : permissions.asMap().entrySet()) {
            String wrong = switch (entry.getKey().toLowerCase(Locale.ROOT)) {
                case "sub", "subscribe", "export" -> wrongInSide(entry.getValue());
                default -> null;
            };
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private static @Nullable String wrongInSide(ConfNode side) {
        if (side.kind() != ConfNode.Kind.MAP) {
            return wrongIn("allow", side);
        }
        for (Map.Entry<String, ConfNode> entry : side.asMap().entrySet()) {
            String wrong = wrongIn(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue());
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private static @Nullable String wrongIn(String list, ConfNode subjects) {
        for (ConfNode node : subjects.kind() == ConfNode.Kind.LIST ? subjects.asList() : List.of(subjects)) {
            if (!PermissionsReader.isSubject(node.asText())) {
                return "cluster export " + list + ": subject " + GoText.quote(node.asText())
                        + " is not a valid subject";
            }
        }
        return null;
    }
}
