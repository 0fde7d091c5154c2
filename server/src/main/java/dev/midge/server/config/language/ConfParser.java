package dev.midge.server.config.language;

import dev.midge.server.config.language.ConfLexer.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one text in the configuration language of nats-server into a map of {@link ConfNode}s. Variables and includes
 * are resolved on the way, so the tree holds values only. The first thing that is not in the language ends the reading.
 *
 * <p>There are four contexts: the top level, a brace block that stands where a key is expected (its keys belong to the
 * enclosing map), a map and a list. Each has one method that reads what may stand in it and one that decides what may
 * follow a value. The recursion is bounded by {@link #MAX_DEPTH}.
 *
 * <p>On purpose we refuse what nats-server silently turns into something else: an unknown size suffix (it drops the
 * value), a missing value in a map (it renames the map), a size beyond 64 bits (it wraps) and a list or map that ends
 * with the text behind an opening quote (it drops the list). We accept {@code [7]}, which it refuses.
 */
public final class ConfParser {
    private static final int MAX_DEPTH = 256;
    private static final int MAX_INCLUDES = 32;

    /** Characters that decide alone what a scalar is, or that none may begin with. */
    private static final String OPENING = "'\"(-.\n\r";

    private enum Context {
        TOP,
        BLOCK,
        MAP,
        LIST
    }

    /** What the texts of one run have in common. */
    private static final class Run {
        final Map<String, String> environment;
        /** Files that are being read, outermost first. */
        final List<String> including = new ArrayList<>();

        int depth;

        Run(Map<String, String> environment) {
            this.environment = environment;
        }
    }

    private final Run run;
    private final ConfLexer lexer;
    private final String file;
    private final boolean isEnvironment;
    /** Environment variables whose values are being read. */
    private final Set<String> resolving;

    private final Map<String, ConfNode> root = new LinkedHashMap<>();
    /** Maps that are open, outermost first: where a variable is looked up. */
    private final List<Map<String, ConfNode>> open = new ArrayList<>();
    /** Set when the text ended where that is not an error although brackets are open. */
    private boolean ended;

    private ConfParser(Run run, byte[] text, String file, @Nullable Set<String> resolving) {
        this.run = run;
        this.lexer = new ConfLexer(text, file);
        this.file = file;
        this.isEnvironment = resolving != null;
        this.resolving = resolving == null ? new HashSet<>() : resolving;
    }

    public static Map<String, ConfNode> parseText(String text, Map<String, String> environment)
            throws ConfReadException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new ConfParser(new Run(environment), bytes, "", null).parse();
    }

    public static Map<String, ConfNode> parseFile(String path, Map<String, String> environment)
            throws ConfReadException {
        return parseFile(new Run(environment), path);
    }

    private static Map<String, ConfNode> parseFile(Run run, String path) throws ConfReadException {
        byte[] bytes = ConfFiles.read(path);
        run.including.add(path);
        Map<String, ConfNode> map = new ConfParser(run, bytes, path, null).parse();
        run.including.remove(run.including.size() - 1);
        return map;
    }

    private Map<String, ConfNode> parse() throws ConfReadException {
        lexer.refuseNul();
        open.add(root);
        top();
        return root;
    }

    // Top level and brace blocks

    private void top() throws ConfReadException {
        while (!ended) {
            int c = lexer.peek();
            if (c == ConfLexer.END) {
                return;
            }
            if (c == '{') {
                lexer.next();
                block();
            } else if (!skipsToKey(c)) {
                entry(Context.TOP);
                endOfTopValue();
            }
        }
    }

    /** Skips one thing that may stand before a key of the top level or of a block; false if the key begins here. */
    private boolean skipsToKey(int c) throws ConfReadException {
        if (lexer.skipComment()) {
            return true;
        }
        if (c == '/') {
            lexer.next();
            throw lexer.error("Unexpected EOF.");
        }
        if (!ConfLexer.isSpace(c)) {
            return false;
        }
        lexer.next();
        return true;
    }

    private void endOfTopValue() throws ConfReadException {
        while (!ended && !lexer.skipComment()) {
            int c = lexer.next();
            if (ConfLexer.isNewline(c) || c == ConfLexer.END || c == ';' || c == ',' || c == '}') {
                return;
            }
            if (c != '/' && !ConfLexer.isBlank(c)) {
                throw lexer.error(
                        "Expected a top-level value to end with a new line, comment or EOF, but got '",
                        c,
                        "' instead.");
            }
        }
    }

    /** A brace block behind its opening brace. */
    private void block() throws ConfReadException {
        enter();
        boolean closed = false;
        while (!closed && !ended) {
            int c = lexer.peek();
            if (c == ConfLexer.END) {
                // A block that is not closed is no error where a key could stand: real files have lost braces.
                ended = true;
            } else if (c == '{') {
                lexer.next();
                block();
                closed = endOfInnerBlock();
            } else if (c == '}') {
                lexer.next();
                closed = true;
            } else if (!skipsToKey(c)) {
                entry(Context.BLOCK);
                closed = endOfBlockValue();
            }
        }
        run.depth--;
    }

    /** Whether the block ends here; otherwise a key may follow. */
    private boolean endOfBlockValue() throws ConfReadException {
        while (!ended) {
            if (!lexer.skipComment()) {
                int c = lexer.next();
                if (c == '}') {
                    return true;
                }
                if (ConfLexer.isNewline(c) || c == ';' || c == ',') {
                    return false;
                }
                if (c != '/' && !ConfLexer.isBlank(c)) {
                    throw lexer.error(
                            "Expected a block-level value to end with a new line, comment or EOF, but got '",
                            c,
                            "' instead.");
                }
            }
        }
        return true;
    }

    /** Whether the enclosing block ends behind one of its inner blocks; otherwise a key may follow. */
    private boolean endOfInnerBlock() throws ConfReadException {
        while (!ended && !lexer.skipComment()) {
            int c = lexer.next();
            if (c == '}') {
                return true;
            }
            if (c == ';' || c == ',') {
                return false;
            }
            if (c != '/' && !ConfLexer.isBlank(c) && !ConfLexer.isNewline(c)) {
                throw lexer.error("Expected a block-level to end with a '}', but got '", c, "' instead.");
            }
        }
        return false;
    }

    private void enter() throws ConfReadException {
        if (++run.depth > MAX_DEPTH) {
            throw lexer.error("Nested deeper than " + MAX_DEPTH + " levels");
        }
    }

    // Maps and lists

    /** A map behind its opening brace. */
    private Map<String, ConfNode> map() throws ConfReadException {
        enter();
        Map<String, ConfNode> map = new LinkedHashMap<>();
        open.add(map);
        boolean closed = false;
        while (!closed) {
            int c = lexer.peek();
            if (c == '}') {
                lexer.next();
                closed = true;
            } else if (ConfLexer.isSpace(c)) {
                lexer.next();
            } else if (!lexer.skipComment()) {
                refuseInMap(c);
                entry(Context.MAP);
                closed = endOfMapValue();
            }
        }
        open.remove(open.size() - 1);
        run.depth--;
        return map;
    }

    private void refuseInMap(int c) throws ConfReadException {
        if (ConfLexer.isSeparator(c)) {
            throw lexer.error("Unexpected key separator '", c, "'.");
        }
        if (c == ']') {
            throw lexer.error("Unexpected array end ']' processing map.");
        }
        if (c == ConfLexer.END) {
            throw lexer.error("Unexpected EOF processing map.");
        }
    }

    private boolean endOfMapValue() throws ConfReadException {
        while (true) {
            if (!lexer.skipComment()) {
                int c = lexer.next();
                if (c == '}') {
                    return true;
                }
                if (ConfLexer.isNewline(c) || c == ';' || c == ',' || c == '/') {
                    return false;
                }
                if (!ConfLexer.isBlank(c)) {
                    throw lexer.error(
                            "Expected a map value terminator \",\" or a map terminator \"}\", but got '",
                            c,
                            "' instead.");
                }
            }
        }
    }

    /** A list behind its opening bracket. */
    private List<ConfNode> list() throws ConfReadException {
        enter();
        List<ConfNode> list = new ArrayList<>();
        boolean closed = false;
        while (!closed) {
            int c = lexer.peek();
            if (c == ']') {
                lexer.next();
                closed = true;
            } else if (ConfLexer.isSpace(c)) {
                lexer.next();
            } else if (!lexer.skipComment()) {
                if (c == ',' || c == '/') {
                    lexer.next();
                    throw lexer.error("Unexpected array value terminator ','.");
                }
                list.add(value(Context.LIST, null, ""));
                closed = endOfElement();
            }
        }
        run.depth--;
        return list;
    }

    private boolean endOfElement() throws ConfReadException {
        while (true) {
            if (!lexer.skipComment()) {
                int c = lexer.next();
                if (c == ']') {
                    return true;
                }
                if (ConfLexer.isNewline(c) || c == ',' || c == '/') {
                    return false;
                }
                if (!ConfLexer.isBlank(c)) {
                    throw lexer.error(
                            "Expected an array value terminator \",\" or an array terminator \"]\", but got '",
                            c,
                            "' instead.");
                }
            }
        }
    }

    // Keys

    /** A key with its value, or an include, that begins at the current character. */
    private void entry(Context context) throws ConfReadException {
        int lineStart = lexer.lineStart();
        int c = lexer.peek();
        if (c == '"' || c == '\'') {
            lexer.next();
            quotedKey(context, c, lineStart);
        } else {
            if (context != Context.MAP && ConfLexer.isSeparator(c)) {
                throw lexer.error("Unexpected key separator '", c, "'");
            }
            if (context == Context.MAP && c == '/') {
                lexer.next();
            }
            plainKey(context, lineStart);
        }
    }

    private void quotedKey(Context context, int quote, int lineStart) throws ConfReadException {
        int start = lexer.position();
        while (lexer.peek() != quote) {
            if (lexer.atEnd()) {
                if (context == Context.MAP) {
                    String kind = quote == '"' ? "double quoted" : "quoted";
                    throw lexer.error("Unexpected EOF processing " + kind + " map key.");
                }
                if (lexer.position() > start) {
                    throw lexer.error("Unexpected EOF.");
                }
                ended = true;
                return;
            }
            lexer.next();
        }
        String key = lexer.slice(start, lexer.position());
        Position position = place(start, lineStart);
        lexer.next();
        valueOf(context, key, position);
    }

    private void plainKey(Context context, int lineStart) throws ConfReadException {
        int start = lexer.position();
        lexer.next();
        int c = lexer.peek();
        while (c != ConfLexer.END && !ConfLexer.isSpace(c) && !ConfLexer.isSeparator(c)) {
            lexer.next();
            c = lexer.peek();
        }
        if (c == ConfLexer.END && context == Context.MAP) {
            throw lexer.error("Unexpected EOF processing map key.");
        }
        String key = lexer.slice(start, lexer.position());
        if (ConfLexer.isSpace(c) && "include".equalsIgnoreCase(key)) {
            include();
        } else {
            valueOf(context, key, place(start, lineStart));
        }
    }

    /** The separator and the value behind a key. */
    private void valueOf(Context context, String key, Position position) throws ConfReadException {
        lexer.skipSpace();
        boolean inMap = context == Context.MAP;
        if (ConfLexer.isSeparator(lexer.peek())) {
            lexer.next();
            if (inMap) {
                lexer.skipSpace();
            }
        } else if (lexer.atEnd() && !inMap) {
            missingAtEnd(context, key);
            return;
        }
        if (inMap) {
            refuseMissing(key, position);
        }
        ConfNode value = value(context, position, key);
        if (!ended) {
            put(key, value);
        }
    }

    private void refuseMissing(String key, Position position) throws ConfReadException {
        int c = lexer.peek();
        if (c == ',') {
            lexer.next();
            throw lexer.error("Unexpected map value terminator \",\".");
        }
        if (c == '}') {
            throw new ConfReadException(position + ": missing value for " + GoText.quote(key), position);
        }
    }

    /** The text ends behind a key: an error, unless the "key" is one closing brace too many. */
    private void missingAtEnd(Context context, String key) throws ConfReadException {
        if (context == Context.MAP || context == Context.LIST || !"}".equals(key)) {
            Position end = lexer.here();
            throw new ConfReadException("config is invalid (" + end + ")", end);
        }
        ended = true;
    }

    private void put(String key, ConfNode value) {
        Map<String, ConfNode> map = open.get(open.size() - 1);
        // The last one counts, also in the order of the keys: aliases of one option follow the same rule.
        map.remove(key);
        map.put(key, value);
    }

    private Position place(int offset, int lineStart) {
        return isEnvironment ? Position.NONE : lexer.positionOf(offset, lineStart);
    }

    // Values

    /**
     * A value.
     *
     * @param place where its key stands; null in a list, where the value stands for itself
     */
    private ConfNode value(Context context, @Nullable Position place, String key) throws ConfReadException {
        lexer.skipBlanks();
        int c = lexer.peek();
        if (c == '[') {
            lexer.next();
            List<ConfNode> list = list();
            return ConfNode.list(list, place == null ? closing() : place);
        }
        if (c == '{') {
            lexer.next();
            Map<String, ConfNode> map = map();
            return ConfNode.map(map, place == null ? closing() : place);
        }
        int lineStart = lexer.lineStart();
        Scalar kind = scalar(c, context);
        Position position = place == null ? place(lexer.textStart(), lineStart) : place;
        if (kind == Scalar.NOTHING) {
            missingAtEnd(context, key);
            return ConfNode.text("", position);
        }
        return node(kind, lexer.text(), position);
    }

    private Position closing() {
        return isEnvironment ? Position.NONE : lexer.here();
    }

    private Scalar scalar(int c, Context context) throws ConfReadException {
        if (lexer.atDigit()) {
            return lexer.number(context == Context.LIST);
        }
        if (c == ConfLexer.END || OPENING.indexOf(c) < 0) {
            return lexer.unquoted();
        }
        lexer.next();
        return switch (c) {
            case '\'' -> lexer.singleQuoted();
            case '"' -> lexer.doubleQuoted();
            case '(' -> lexer.block();
            case '-' -> lexer.negative();
            case '.' -> throw lexer.error("Floats must start with a digit");
            default -> throw lexer.error("Expected value but found new line");
        };
    }

    private ConfNode node(Scalar kind, String text, Position position) throws ConfReadException {
        Position place = isEnvironment ? lexer.here() : position;
        return switch (kind) {
            case STRING, NOTHING -> ConfNode.text(text, position);
            case BOOLEAN -> ConfNode.bool(ConfLexer.isTrue(text), position);
            case INTEGER -> ConfNode.integer(ConfNumbers.integer(text, place), position);
            case FLOAT -> ConfNode.floating(ConfNumbers.floating(text, place), position);
            case TIME -> ConfNode.time(ConfNumbers.time(text, place), position);
            case VARIABLE -> variable(text, position);
        };
    }

    // Variables

    private ConfNode variable(String name, Position position) throws ConfReadException {
        if (name.startsWith("2a$")) {
            // nats-server conf/parse.go: an unquoted bcrypt hash of this one kind is no variable.
            return ConfNode.text("$" + name, position);
        }
        for (int i = open.size() - 1; i >= 0; i--) {
            ConfNode target = open.get(i).get(name);
            if (target != null) {
                target.markUsed();
                return target.at(position);
            }
        }
        ConfNode value = environment(name);
        if (value == null) {
            throw new ConfReadException(reference(name) + " can not be found", lexer.here());
        }
        return value.at(position);
    }

    private @Nullable ConfNode environment(String name) throws ConfReadException {
        if (!resolving.add(name)) {
            throw unparsable(name, new ConfReadException("variable reference cycle for '" + name + "'", lexer.here()));
        }
        try {
            String text = run.environment.get(name);
            if (text == null) {
                return null;
            }
            byte[] bytes = ("pk=" + text).getBytes(StandardCharsets.UTF_8);
            return new ConfParser(run, bytes, "", resolving).parse().get("pk");
        } catch (ConfReadException e) {
            throw unparsable(name, e);
        } finally {
            resolving.remove(name);
        }
    }

    private ConfReadException unparsable(String name, ConfReadException cause) {
        return ConfReadException.wrapping(reference(name) + " could not be parsed: " + cause.text(), cause);
    }

    private String reference(String name) {
        return "variable reference for '" + name + "' on line " + lexer.line();
    }

    // Includes

    private void include() throws ConfReadException {
        lexer.skipBlanks();
        String name = includeName();
        Map<String, ConfNode> included;
        try {
            included = parseFile(run, includePath(name));
        } catch (ConfReadException e) {
            throw ConfReadException.wrapping("error parsing include file '" + name + "', " + e.text(), e);
        }
        for (Map.Entry<String, ConfNode> entry : included.entrySet()) {
            put(entry.getKey(), entry.getValue());
        }
    }

    private String includePath(String name) throws ConfReadException {
        String path = ConfFiles.beside(file, name);
        if (run.including.contains(path) || run.including.size() >= MAX_INCLUDES) {
            throw new ConfReadException("include cycle or more than " + MAX_INCLUDES + " includes", lexer.here());
        }
        return path;
    }

    private String includeName() throws ConfReadException {
        int c = lexer.peek();
        String wrong = switch (c) {
            case '[' -> "start of an array";
            case '{' -> "start of a map";
            case '(' -> "start of a block";
            case '\\' -> "escape sequence";
            case '\n', '\r' -> "new line";
            default -> c == '-' || ConfLexer.isDigit(c) ? "start of a number" : "";
        };
        if (!wrong.isEmpty()) {
            lexer.next();
            throw lexer.error("Expected include value but found " + wrong);
        }
        if (c != '"' && c != '\'') {
            return plainName();
        }
        lexer.next();
        return quotedName(c);
    }

    private String quotedName(int quote) throws ConfReadException {
        int start = lexer.position();
        while (lexer.peek() != quote) {
            if (lexer.next() == ConfLexer.END) {
                throw lexer.error("Unexpected EOF in " + (quote == '"' ? "double quoted" : "quoted") + " include");
            }
        }
        String name = lexer.slice(start, lexer.position());
        lexer.next();
        return name;
    }

    private String plainName() {
        int start = lexer.position();
        int c = lexer.peek();
        while (!ConfLexer.isNewline(c)
                && !ConfLexer.isBlank(c)
                && c != ConfLexer.END
                && c != ';'
                && c != '}'
                && c != '\'') {
            lexer.next();
            c = lexer.peek();
        }
        String name = lexer.slice(start, lexer.position());
        if (c == '\'') {
            lexer.next();
        }
        return name;
    }
}
