package dev.midge.server.config.language;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over the bytes of a configuration text: characters, comments and scalars. What may stand where is the
 * business of {@link ConfParser}.
 *
 * <p>Bytes are decoded as UTF-8 one code point at a time, because {@code "\xc3\xa9"} is to yield one letter; a byte that
 * is not UTF-8 passes as one character. Rules are those of nats-server conf/lex.go.
 */
final class ConfLexer {
    /** What {@link #peek} and {@link #next} return behind the last byte. */
    static final int END = 0;

    private static final int REPLACEMENT = 0xFFFD;

    /** What a scalar turned out to be. */
    enum Scalar {
        STRING,
        BOOLEAN,
        INTEGER,
        FLOAT,
        TIME,
        VARIABLE,
        /** Nothing: the text ends right behind an opening quote, which is not an error of its own. */
        NOTHING
    }

    private final byte[] input;
    private final String file;
    private int position;
    private int line = 1;
    /** Offset of the last line feed: columns count from it. */
    private int lineStart;

    private String text = "";
    private int textStart;

    ConfLexer(byte[] input, String file) {
        this.input = input;
        this.file = file;
    }

    /** Refuses the one character that this language cannot carry: nats-server takes it for the end of the text. */
    void refuseNul() throws ConfReadException {
        int at = 0;
        int lineNumber = 1;
        while (at < input.length && input[at] != 0) {
            lineNumber += input[at] == '\n' ? 1 : 0;
            at++;
        }
        if (at < input.length) {
            line = lineNumber;
            position = at;
            throw error("Unexpected EOF.");
        }
    }

    // Characters

    int position() {
        return position;
    }

    boolean atEnd() {
        return position >= input.length;
    }

    int peek() {
        if (position >= input.length) {
            return END;
        }
        byte first = input[position];
        return first >= 0 ? first : codePoint(position);
    }

    int next() {
        int c = peek();
        if (c == '\n') {
            line++;
            lineStart = position;
        }
        if (!atEnd()) {
            // By the position and not by the character: an escape can put a NUL into a text that is decoded here.
            position += length(c);
        }
        return c;
    }

    /** The byte after the current one; {@link #END} if there is none. */
    private int second() {
        return position + 1 < input.length ? input[position + 1] : END;
    }

    private int length(int c) {
        if (c < 0x80 || (c == REPLACEMENT && !isReplacementCharacter())) {
            return 1;
        }
        return c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }

    private boolean isReplacementCharacter() {
        return isWhole(position, 3)
                && input[position] == (byte) 0xEF
                && input[position + 1] == (byte) 0xBF
                && input[position + 2] == (byte) 0xBD;
    }

    private int codePoint(int at) {
        int first = input[at] & 0xFF;
        int size = first < 0xC2 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 1;
        if (size == 1 || !isWhole(at, size)) {
            return REPLACEMENT;
        }
        int c = first & (0x7F >> size);
        for (int i = 1; i < size; i++) {
            c = (c << 6) | (input[at + i] & 0x3F);
        }
        return isOverlongOrSurrogate(c, size) ? REPLACEMENT : c;
    }

    private boolean isWhole(int at, int size) {
        if (at + size > input.length || (input[at] & 0xC0) != 0xC0) {
            return false;
        }
        for (int i = 1; i < size; i++) {
            if ((input[at + i] & 0xC0) != 0x80) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOverlongOrSurrogate(int c, int size) {
        return switch (size) {
            case 3 -> c < 0x800 || (c >= 0xD800 && c < 0xE000);
            case 4 -> c < 0x10000 || c > 0x10FFFF;
            default -> false;
        };
    }

    static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    static boolean isNewline(int c) {
        return c == '\n' || c == '\r';
    }

    /** Any white space of Unicode, line ends included. */
    static boolean isSpace(int c) {
        if (c < 0x80) {
            return c == ' ' || (c >= '\t' && c <= '\r');
        }
        return c == 0x85
                || c == 0xA0
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200A)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x205F
                || c == 0x3000;
    }

    static boolean isSeparator(int c) {
        return c == '=' || c == ':';
    }

    static boolean isDigit(int c) {
        return c < 0x80 ? c >= '0' && c <= '9' : Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER;
    }

    /** What may follow a whole number. */
    private static boolean endsNumber(int c) {
        return isNewline(c) || isBlank(c) || c == END || c == '}' || c == ';' || c == ',';
    }

    void skipSpace() {
        while (isSpace(peek())) {
            next();
        }
    }

    void skipBlanks() {
        while (isBlank(peek())) {
            next();
        }
    }

    /** Skips a comment up to the end of its line, which stays; false if there is none here. */
    boolean skipComment() {
        int c = peek();
        if (c != '#' && !(c == '/' && second() == '/')) {
            return false;
        }
        while (!atEnd() && !isNewline(peek())) {
            next();
        }
        return true;
    }

    // Places and texts

    int line() {
        return line;
    }

    Position here() {
        return positionOf(position, lineStart);
    }

    /** A place on the current line, or on an earlier one whose start is known. */
    Position positionOf(int offset, int startOfItsLine) {
        return new Position(file, line, offset - startOfItsLine);
    }

    int lineStart() {
        return lineStart;
    }

    ConfReadException error(String reason) {
        return new ConfReadException("Parse error on line " + line + ": '" + reason + "'", here());
    }

    /** An error that shows a character. */
    ConfReadException error(String before, int c, String after) {
        String shown =
                c == '\n' ? "\\n" : new StringBuilder().appendCodePoint(c).toString();
        return error(before + shown + after);
    }

    String slice(int from, int to) {
        return decode(input, from, to);
    }

    /** UTF-8 to text; as in Go, each byte that does not belong to a character becomes a replacement character. */
    private static String decode(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] >= 0) {
            i++;
        }
        if (i == to) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
        ConfLexer part = new ConfLexer(Arrays.copyOfRange(bytes, from, to), "");
        StringBuilder text = new StringBuilder(to - from);
        while (!part.atEnd()) {
            text.appendCodePoint(part.next());
        }
        return text.toString();
    }

    /** Text of the last scalar: of a variable its name. */
    String text() {
        return text;
    }

    /** Offset of the first character of the last scalar. */
    int textStart() {
        return textStart;
    }

    private Scalar emit(Scalar kind, int from, int to) {
        text = slice(from, to);
        textStart = from;
        return kind;
    }

    // Scalars

    /** Text up to the next {@code '}; the opening one has been read. */
    Scalar singleQuoted() throws ConfReadException {
        int start = position;
        while (peek() != '\'') {
            if (atEnd()) {
                return unterminated(start);
            }
            next();
        }
        emit(Scalar.STRING, start, position);
        next();
        return Scalar.STRING;
    }

    /** Text up to the next {@code "}, with escapes; the opening one has been read. */
    Scalar doubleQuoted() throws ConfReadException {
        int start = position;
        ByteArrayOutputStream unescaped = null;
        int copied = start;
        while (peek() != '"') {
            if (atEnd()) {
                return unterminated(copied);
            }
            int at = position;
            if (next() == '\\') {
                unescaped = append(unescaped, copied, at);
                unescaped.write(escape());
                copied = position;
            }
        }
        emitUnescaped(unescaped, start, copied);
        next();
        return Scalar.STRING;
    }

    private Scalar unterminated(int start) throws ConfReadException {
        if (position > start) {
            throw error("Unexpected EOF.");
        }
        return Scalar.NOTHING;
    }

    /** Text up to a {@code )} that is alone on its line; the opening {@code (} has been read. */
    Scalar block() throws ConfReadException {
        int start = position;
        while (true) {
            int at = position;
            int c = next();
            if (c == END) {
                throw error("Unexpected EOF processing block.");
            }
            if (c == ')' && input[at - 1] == '\n') {
                if (peek() == '\n') {
                    return emit(Scalar.STRING, start, at);
                }
                if (atEnd()) {
                    // nats-server conf/lex.go: a ) as the very last byte of the text stays in the value.
                    return emit(Scalar.STRING, start, position);
                }
            }
        }
    }

    /** An unquoted text that begins here. */
    Scalar unquoted() throws ConfReadException {
        return unquotedFrom(position);
    }

    /** Goes on with an unquoted text of which the part from {@code start} has been read and is taken literally. */
    private Scalar unquotedFrom(int start) throws ConfReadException {
        ByteArrayOutputStream unescaped = null;
        int copied = start;
        int c = peek();
        while (!endsUnquoted(c)) {
            int at = position;
            next();
            if (c == '\\') {
                unescaped = append(unescaped, copied, at);
                unescaped.write(escape());
                copied = position;
            }
            c = peek();
        }
        int end = position;
        emitUnescaped(unescaped, start, copied);
        if (c == '\'') {
            next();
            return Scalar.STRING;
        }
        return unescaped == null ? classify(start, end) : Scalar.STRING;
    }

    private static boolean endsUnquoted(int c) {
        return isNewline(c) || isBlank(c) || c == END || c == ';' || c == ',' || c == ']' || c == '}' || c == '\'';
    }

    private Scalar classify(int start, int end) {
        if (isTrue(text) || isFalse(text)) {
            return Scalar.BOOLEAN;
        }
        if (start < end && input[start] == '$') {
            return emit(Scalar.VARIABLE, start + 1, end);
        }
        return Scalar.STRING;
    }

    static boolean isTrue(String text) {
        return "true".equalsIgnoreCase(text) || "yes".equalsIgnoreCase(text) || "on".equalsIgnoreCase(text);
    }

    private static boolean isFalse(String text) {
        return "false".equalsIgnoreCase(text) || "no".equalsIgnoreCase(text) || "off".equalsIgnoreCase(text);
    }

    private ByteArrayOutputStream append(@Nullable ByteArrayOutputStream to, int from, int end) {
        ByteArrayOutputStream target = to == null ? new ByteArrayOutputStream() : to;
        target.write(input, from, end - from);
        return target;
    }

    private void emitUnescaped(@Nullable ByteArrayOutputStream unescaped, int start, int copied) {
        if (unescaped == null) {
            emit(Scalar.STRING, start, position);
        } else {
            byte[] bytes = append(unescaped, copied, position).toByteArray();
            text = decode(bytes, 0, bytes.length);
            textStart = start;
        }
    }

    /** The byte that an escape stands for; its backslash has been read. */
    private int escape() throws ConfReadException {
        int c = next();
        return switch (c) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case '"' -> '"';
            case '\\' -> '\\';
            case 'x' -> hexadecimal();
            default ->
                throw error(
                        "Invalid escape character '",
                        c,
                        "'. Only the following escape characters are allowed: \\xXX, \\t, \\n, \\r, \\\", \\\\.");
        };
    }

    private int hexadecimal() throws ConfReadException {
        for (int i = 0; i < 2; i++) {
            if (isNewline(next())) {
                throw error("Expected two hexadecimal digits after '\\x', but hit end of line");
            }
        }
        int high = Character.digit(input[position - 2], 16);
        int low = Character.digit(input[position - 1], 16);
        if (high < 0 || low < 0) {
            throw error("Expected two hexadecimal digits after '\\x', but got '" + slice(position - 2, position) + "'");
        }
        return (high << 4) | low;
    }

    /**
     * A number, date, address or a text that begins with a digit.
     *
     * @param inList whether the value stands directly in a list, where {@code ]} may follow a number
     */
    Scalar number(boolean inList) throws ConfReadException {
        int start = position;
        while (true) {
            int c = peek();
            if (isDigit(c)) {
                next();
            } else if (endsNumber(c) || (inList && c == ']')) {
                // nats-server swallows the ] and takes "7]" for a text, so that [7] is an error; we accept [7].
                return emit(Scalar.INTEGER, start, position);
            } else {
                next();
                return behindDigits(c, start);
            }
        }
    }

    private Scalar behindDigits(int c, int start) throws ConfReadException {
        if (c == '-') {
            if (position - start != 5) {
                throw error("All ISO8601 dates must be in full Zulu form.");
            }
            return date(start);
        }
        if (c == '.') {
            return fraction(start);
        }
        return isSuffix(c) ? suffixed(start) : unquotedFrom(start);
    }

    /** Whether the character that comes starts a number. */
    boolean atDigit() {
        return isDigit(peek());
    }

    /** A number whose minus sign has been read. */
    Scalar negative() throws ConfReadException {
        int start = position - 1;
        int c = next();
        if (c == '.') {
            throw error("Floats must start with a digit, not '.'.");
        }
        if (!isDigit(c)) {
            throw error("Expected a digit but got '", c, "'.");
        }
        while (isDigit(peek())) {
            next();
        }
        if (peek() == '.') {
            next();
            return fraction(start);
        }
        if (isSuffix(peek())) {
            next();
            return suffixed(start);
        }
        return emit(Scalar.INTEGER, start, position);
    }

    private static boolean isSuffix(int c) {
        return c < 0x80 && c > ' ' && "kKmMgGtTpPeE".indexOf(c) >= 0;
    }

    private Scalar suffixed(int start) throws ConfReadException {
        while (peek() == 'b' || peek() == 'B' || peek() == 'i' || peek() == 'I') {
            next();
        }
        return endsNumber(peek()) ? emit(Scalar.INTEGER, start, position) : unquotedFrom(start);
    }

    private Scalar fraction(int start) throws ConfReadException {
        int c = next();
        if (!isDigit(c)) {
            throw error("Floats must have a digit after the '.', but got '", c, "' instead.");
        }
        while (isDigit(peek())) {
            next();
        }
        if (peek() != '.') {
            return emit(Scalar.FLOAT, start, position);
        }
        while (isDigit(peek()) || peek() == '.' || peek() == ':' || peek() == '-') {
            next();
        }
        return emit(Scalar.STRING, start, position);
    }

    private Scalar date(int start) throws ConfReadException {
        String shape = "00-00T00:00:00Z";
        for (int i = 0; i < shape.length(); i++) {
            char expected = shape.charAt(i);
            int c = next();
            if (expected == '0' && !isDigit(c)) {
                throw error("Expected digit in ISO8601 datetime, but found '", c, "' instead.");
            }
            if (expected != '0' && c != expected) {
                throw error("Expected '" + expected + "' in ISO8601 datetime, but found '", c, "' instead.");
            }
        }
        return emit(Scalar.TIME, start, position);
    }
}
