package dev.midge.server.config;

import dev.midge.server.config.language.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings that one source gives, the file or the command line: what it does not mention is not set. */
final class Layer {
    private final @Nullable Object[] values;
    private final @Nullable Position[] positions;

    Layer() {
        int rows = Options.rows().size();
        values = new Object[rows];
        positions = new Position[rows];
    }

    <T> void set(Option<T> option, T value, Position position) {
        values[option.index()] = option.orDefault(value);
        positions[option.index()] = position;
    }

    @SuppressWarnings("unchecked") // set() stored a T at the index of an Option<T>
    <T> @Nullable T find(Option<T> option) {
        return (T) values[option.index()];
    }

    /** Where the setting was made; only for a row that is set. */
    Position position(Option<?> option) {
        Position position = positions[option.index()];
        return position == null ? Position.NONE : position;
    }

    void copyTo(ServerOptions.Builder builder) {
        List<Option<?>> rows = Options.rows();
        for (int i = 0; i < values.length; i++) {
            copy(rows.get(i), builder);
        }
    }

    private <T> void copy(Option<T> option, ServerOptions.Builder builder) {
        T value = find(option);
        if (value != null) {
            builder.set(option, value);
        }
    }
}
