package dev.midge.server.config.block;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.language.GoText;
import org.jspecify.annotations.Nullable;

/** Sizes of stores: an integer, or a text that ends in K, M, G or T. */
final class StorageSize {
    private StorageSize() {}

    /** Why the value is no size, in the words of nats-server; null if it is one. */
    static @Nullable String fault(ConfNode node) {
        if (node.kind() == Kind.INTEGER) {
            return null;
        }
        if (node.kind() != Kind.STRING) {
            return "must be int64 or string";
        }
        String text = node.asText();
        if (text.isEmpty()) {
            return null;
        }
        String wrong = GoText.integerFault("ParseInt", number(text));
        if (wrong != null) {
            return wrong;
        }
        boolean known = "KMGT".indexOf(text.charAt(text.length() - 1)) >= 0;
        return known ? null : "sizes defined as strings must end in K, M, G, T";
    }

    /** Whether the value, which is a size, is less than nothing. */
    static boolean isNegative(ConfNode node) {
        if (node.kind() == Kind.INTEGER) {
            return node.asInteger() < 0;
        }
        return node.asText().startsWith("-") && Long.parseLong(number(node.asText())) < 0;
    }

    private static String number(String text) {
        return text.substring(0, text.length() - 1);
    }
}
