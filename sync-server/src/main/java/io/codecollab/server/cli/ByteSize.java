package io.codecollab.server.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes as people write it: {@code 512k}, {@code 64MiB}, {@code 1g}, {@code 4096}. Powers of 1024. */
final class ByteSize implements ITypeConverter<Long> {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})(?:([kmg])(?:ib)?)?");

    @Override
    public Long convert(String text) {
        Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new TypeConversionException("'" + text + "' is not a size: write 4096, 512KiB, 64MiB or 1GiB");
        }
        try {
            return Math.multiplyExact(Long.parseLong(size.group(1)), unit(size.group(2)));
        } catch (ArithmeticException e) {
            throw new TypeConversionException("'" + text + "' is more than there is");
        }
    }

    /** The other way round, to one decimal: {@code 1.5 MiB}. */
    static String format(long bytes) {
        if (bytes < 1 << 10) {
            return bytes + " bytes";
        }
        String[] units = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
        double size = bytes / 1024.0;
        int unit = 0;
        while (size >= 1024 && unit < units.length - 1) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, size == Math.rint(size) ? "%.0f %s" : "%.1f %s", size, units[unit]);
    }

    private static long unit(@Nullable String letter) {
        if (letter == null) {
            return 1;
        }
        return switch (letter) {
            case "k" -> 1L << 10;
            case "m" -> 1L << 20;
            default -> 1L << 30;
        };
    }
}
