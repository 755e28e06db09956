package io.codecollab.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of a server at one moment. Immutable.
 *
 * @param rssKb what the system gave it
 * @param liveBytes what is alive on the heap of a JVM after a full collection, or {@link #UNKNOWN}
 */
record Footprint(long rssKb, long liveBytes) {

    static final long UNKNOWN = -1;

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    /**
     * Looks at a process of this machine.
     *
     * @param heap whether to have it collect its garbage and count what is left, which stops it for a moment
     * @throws IOException if there is no such process, or no JVM in it
     */
    static Footprint of(long pid, boolean heap) throws IOException, InterruptedException {
        long live = heap ? liveBytes(pid) : UNKNOWN;
        return new Footprint(ProcessSample.of(pid).rssKb(), live);
    }

    private static long liveBytes(long pid) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        try (InputStream output = process.getInputStream()) {
            String histogram = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            Matcher total = TOTAL.matcher(histogram);
            if (!total.find()) {
                throw new IOException("cannot count the heap, pid=" + pid + ": "
                        + histogram.lines().findFirst().orElse("no answer"));
            }
            return Long.parseLong(total.group(1));
        }
    }
}
