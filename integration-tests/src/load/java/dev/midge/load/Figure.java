package dev.midge.load;

import java.util.List;
import java.util.Locale;

/** Numbers as people read them. */
final class Figure {

    private static final double MEBI = 1024 * 1024;

    private Figure() {}

    /** Three significant digits, no exponent. */
    static String of(double value) {
        double size = Math.abs(value);
        if (Double.isNaN(value)) {
            return "-";
        }
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static double mebibytes(long bytes) {
        return bytes / MEBI;
    }

    /** The middle value; NaN of none. */
    static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
