package io.codecollab.server.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A form in which a file can be sent: as it is, or compressed beforehand. The best comes first. */
enum ContentCoding {
    BROTLI("br", ".br"),
    GZIP("gzip", ".gz"),
    IDENTITY("", "");

    private static final String ANY = "*";

    private final String token;
    private final String suffix;

    ContentCoding(String token, String suffix) {
        this.token = token;
        this.suffix = suffix;
    }

    /** As in the header {@code Content-Encoding}; empty when nothing is done to the file. */
    String token() {
        return token;
    }

    /** What the name of a file that is in this form ends with. */
    String suffix() {
        return suffix;
    }

    /**
     * What a client takes, by its header {@code Accept-Encoding} (RFC 9110, section 12.5.3): what it likes most comes first, and
     * what is smaller when it does not care. The file as it is comes last even if the client would rather have nothing.
     */
    static List<ContentCoding> acceptedBy(Headers headers) {
        List<Wish> wishes = headers.all("accept-encoding").stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .map(Wish::parse)
                .toList();
        List<ContentCoding> accepted = new ArrayList<>(Stream.of(BROTLI, GZIP)
                .filter(coding -> quality(wishes, coding.token) > 0)
                .sorted(Comparator.comparingDouble(coding -> -quality(wishes, coding.token)))
                .toList());
        boolean wantsPlain = wishes.stream().anyMatch(wish -> wish.coding.equals("identity"));
        double plain = wantsPlain ? quality(wishes, "identity") : 0;
        accepted.removeIf(coding -> quality(wishes, coding.token) < plain);
        accepted.add(IDENTITY);
        return accepted;
    }

    private static double quality(List<Wish> wishes, String coding) {
        return find(wishes, coding)
                .or(() -> find(wishes, ANY))
                .map(Wish::quality)
                .orElse(0.0);
    }

    private static Optional<Wish> find(List<Wish> wishes, String coding) {
        return wishes.stream().filter(wish -> wish.coding.equals(coding)).findFirst();
    }

    /** One of the things a client takes, and how much it likes it: 0 is not at all. */
    private record Wish(String coding, double quality) {

        /** {@code gzip;q=0.5}; a quality that is no number counts as 0. */
        static Wish parse(String text) {
            String[] parts = text.toLowerCase(Locale.ROOT).split(";", -1);
            double quality = 1;
            for (int i = 1; i < parts.length; i++) {
                String parameter = parts[i].strip();
                if (parameter.startsWith("q=")) {
                    quality = number(parameter.substring(2).strip());
                }
            }
            return new Wish(parts[0].strip(), quality);
        }

        private static double number(String text) {
            try {
                double number = Double.parseDouble(text);
                return number >= 0 && number <= 1 ? number : 0;
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }
}
