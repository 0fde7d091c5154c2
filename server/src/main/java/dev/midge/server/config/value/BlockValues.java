package dev.midge.server.config.value;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one block says, by canonical key, as far as it is right; a key that is missing reads as if it were empty. */
public final class BlockValues {
    public static final BlockValues NONE = new BlockValues();

    private final Map<String, ConfNode> values = new LinkedHashMap<>();

    public void set(String key, ConfNode node) {
        values.put(key, node);
    }

    /** Sets {@code host} and {@code port}. */
    void setListen(Listen listen, Position position) {
        set("host", ConfNode.text(listen.host(), position));
        set("port", ConfNode.integer(listen.port(), position));
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public @Nullable ConfNode node(String key) {
        return values.get(key);
    }

    public String text(String key) {
        ConfNode node = values.get(key);
        return node != null && node.kind() == ConfNode.Kind.STRING ? node.asText() : "";
    }

    public long integer(String key) {
        ConfNode node = values.get(key);
        return node != null && node.kind() == ConfNode.Kind.INTEGER ? node.asInteger() : 0;
    }

    public boolean flag(String key) {
        ConfNode node = values.get(key);
        return node != null && node.kind() == ConfNode.Kind.BOOLEAN && node.asBoolean();
    }

    /** A text, or the texts of a list. */
    public List<String> texts(String key) {
        ConfNode node = values.get(key);
        List<String> texts = new ArrayList<>();
        if (node == null) {
            return texts;
        }
        for (ConfNode element : node.kind() == ConfNode.Kind.LIST ? node.asList() : List.of(node)) {
            if (element.kind() == ConfNode.Kind.STRING) {
                texts.add(element.asText());
            }
        }
        return texts;
    }
}
