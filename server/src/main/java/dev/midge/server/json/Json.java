package dev.midge.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;

/** JSON as reports and events write it: the layout, escapes and numbers of Go. Threads: any. */
public final class Json {

    private static final JsonFactory FACTORY = new JsonFactory().setCharacterEscapes(new HtmlSafe());

    private Json() {}

    /** Everything on one line, without blanks. */
    public static JsonGenerator compact(OutputStream out) throws IOException {
        return FACTORY.createGenerator(out);
    }

    /** Indented by two blanks. */
    public static JsonGenerator indented(OutputStream out) throws IOException {
        JsonGenerator json = FACTORY.createGenerator(out);
        DefaultIndenter twoBlanks = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
        printer.indentObjectsWith(twoBlanks);
        printer.indentArraysWith(twoBlanks);
        json.setPrettyPrinter(printer);
        return json;
    }

    /** A floating point number, without a fraction where there is none, as Go writes it. */
    public static void number(JsonGenerator json, String name, double value) throws IOException {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            json.writeNumberField(name, (long) value);
        } else {
            json.writeNumberField(name, value);
        }
    }

    public static void numbers(JsonGenerator json, long value, String... names) throws IOException {
        for (String name : names) {
            json.writeNumberField(name, value);
        }
    }

    /** A member that is left out when it says nothing. */
    public static void given(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }

    /** A member that is left out when it is zero. */
    public static void given(JsonGenerator json, String name, long value) throws IOException {
        if (value != 0) {
            json.writeNumberField(name, value);
        }
    }

    /** A member that is left out when it is false. */
    public static void given(JsonGenerator json, String name, boolean value) throws IOException {
        if (value) {
            json.writeBooleanField(name, true);
        }
    }

    public static void emptyObject(JsonGenerator json, String name) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeEndObject();
    }

    public static void texts(JsonGenerator json, String name, Collection<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    /** The members that most reports begin with: whose it is, and of when. */
    public static void head(JsonGenerator json, String serverId) throws IOException {
        json.writeStringField("server_id", serverId);
        json.writeStringField("now", GoTime.now());
    }
}
