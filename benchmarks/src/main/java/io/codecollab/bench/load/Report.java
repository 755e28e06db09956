package io.codecollab.bench.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A result for people to read, and for programs. Stateless. */
final class Report {

    private static final double NS_PER_MS = 1e6;

    /** Busier than that the generator may be what is measured. */
    private static final double TOO_BUSY = 0.9;

    private Report() {}

    // --- for people

    static String table(LoadResult result) {
        Window window = result.measured();
        Tally tally = window.tally();
        StringBuilder out = new StringBuilder();
        row(out, "load", result.plan().describe());
        row(
                out,
                "joined",
                "%,d clients in %.2f s; %,d connections, each %s",
                result.clients(),
                result.connectSeconds(),
                result.joining().getTotalCount(),
                spread(result.joining()));
        row(
                out,
                "measured",
                "%.1f s after %.1f s of warm-up",
                window.seconds(),
                result.plan().warmUpMs() / 1e3);
        row(out, "edits", "%,.0f/s", window.perSecond(tally.edits));
        row(out, "delivered", "%,.0f/s (%,d)", window.perSecond(tally.delivered), tally.delivered);
        row(out, "latency", spread(result.latency()));
        if (result.plan().openLoop()) {
            row(out, "sent late", spread(result.lateness()));
        }
        row(out, "confirmed", "%,.0f/s", window.perSecond(tally.acks));
        row(
                out,
                "messages",
                "%,.0f/s in (%.2f edits each), %,.0f/s out; %.1f MB/s in, %.1f MB/s out",
                window.perSecond(tally.messagesIn),
                ratio(tally.delivered, tally.editMessagesIn),
                window.perSecond(tally.messagesOut),
                window.perSecond(tally.bytesIn) / 1e6,
                window.perSecond(tally.bytesOut) / 1e6);
        row(
                out,
                "awareness",
                "%,.0f states/s in, %,.0f/s out",
                window.perSecond(tally.presencesIn),
                window.perSecond(tally.presencesOut));
        if (result.plan().joinsPerSecond() > 0) {
            row(out, "visitors", "%,d, each %s", result.visiting().getTotalCount(), spread(result.visiting()));
        }
        ProcessSample server = window.server();
        if (server != null) {
            row(
                    out,
                    "server",
                    "%.0f%% of a core (%.0f%% of that in the kernel), %d MB, %d threads",
                    100 * window.busy(server),
                    100 * ratio(server.systemMs(), server.cpuMs()),
                    server.rssKb() >> 10,
                    server.threads());
            row(
                    out,
                    "CPU",
                    "%.3f us per delivered edit (%.3f user, %.3f system), %.1f us per edit, %.3f us per message to a client",
                    microsEach(server.cpuMs(), tally.delivered),
                    microsEach(server.userMs(), tally.delivered),
                    microsEach(server.systemMs(), tally.delivered),
                    microsEach(server.cpuMs(), tally.edits),
                    microsEach(server.cpuMs(), tally.messagesIn));
        }
        if (window.servers().size() > 1) {
            row(out, "each", "%s", each(window));
        }
        List<Footprint> footprints = result.footprints();
        if (!footprints.isEmpty()) {
            row(out, "memory", footprint(footprints.get(0), footprints.get(1), result.clients()));
            row(
                    out,
                    "",
                    "%s when writing ended, %s at the end",
                    footprint(footprints.get(2)),
                    footprint(footprints.get(3)));
        }
        ProcessSample self = window.self();
        if (self != null) {
            row(
                    out,
                    "generator",
                    "%.0f%% of a core, %s%s",
                    100 * window.busy(self),
                    result.transport(),
                    window.busy(self) / result.plan().lanes() > TOO_BUSY ? ": TOO BUSY, it may be the limit" : "");
        }
        Tally all = result.all().tally();
        row(
                out,
                "at the end",
                "%,d missing, %,d delivered twice, %,d refused, %,d confirmed and lost, %,d broken %s, settled in %.2f s",
                result.missing(),
                all.duplicates,
                all.refused,
                all.lostAcks,
                all.broken,
                result.reasons(),
                result.settleSeconds());
        return out.toString();
    }

    private static String each(Window window) {
        List<String> cells = new ArrayList<>();
        for (ProcessSample server : window.servers()) {
            cells.add(
                    server == null
                            ? "gone"
                            : String.format(
                                    Locale.ROOT,
                                    "%.0f%% (%.1f us per edit)",
                                    100 * window.busy(server),
                                    microsEach(server.cpuMs(), window.tally().edits)));
        }
        return String.join(", ", cells);
    }

    private static void row(StringBuilder out, String name, String format, Object... values) {
        String text = values.length == 0 ? format : String.format(Locale.ROOT, format, values);
        out.append(String.format(Locale.ROOT, "%-10s  %s%n", name, text));
    }

    private static String spread(Histogram histogram) {
        return histogram.getTotalCount() == 0
                ? "unknown"
                : String.format(
                        Locale.ROOT,
                        "p50 %.3f ms, p99 %.3f ms, p99.9 %.3f ms, max %.3f ms",
                        histogram.getValueAtPercentile(50) / NS_PER_MS,
                        histogram.getValueAtPercentile(99) / NS_PER_MS,
                        histogram.getValueAtPercentile(99.9) / NS_PER_MS,
                        histogram.getMaxValue() / NS_PER_MS);
    }

    private static String footprint(Footprint before, Footprint connected, long clients) {
        String heap = before.liveBytes() == Footprint.UNKNOWN
                ? ""
                : String.format(
                        Locale.ROOT, ", %,d bytes of heap", (connected.liveBytes() - before.liveBytes()) / clients);
        return String.format(
                Locale.ROOT,
                "%s before, %s with all connected: %.1f KB RSS%s per client",
                footprint(before),
                footprint(connected),
                ratio(connected.rssKb() - before.rssKb(), clients),
                heap);
    }

    private static String footprint(Footprint footprint) {
        String heap = footprint.liveBytes() == Footprint.UNKNOWN
                ? ""
                : String.format(Locale.ROOT, " (%.2f MB alive on the heap)", footprint.liveBytes() / 1048576.0);
        return (footprint.rssKb() >> 10) + " MB" + heap;
    }

    private static double ratio(long value, long of) {
        return of == 0 ? 0 : (double) value / of;
    }

    private static double microsEach(long ms, long count) {
        return ratio(ms * 1000, count);
    }

    // --- for programs

    /** Names end in their unit. */
    static Map<String, Object> json(LoadResult result) {
        Window window = result.measured();
        Tally tally = window.tally();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("plan", plan(result.plan()));
        json.put("clients", result.clients());
        json.put("connectSeconds", result.connectSeconds());
        json.put("measuredSeconds", window.seconds());
        json.put("edits", tally.edits);
        json.put("editsPerSecond", window.perSecond(tally.edits));
        json.put("delivered", tally.delivered);
        json.put("deliveredPerSecond", window.perSecond(tally.delivered));
        json.put("acks", tally.acks);
        json.put("messagesIn", tally.messagesIn);
        json.put("messagesOut", tally.messagesOut);
        json.put("editsPerMessageIn", ratio(tally.delivered, tally.editMessagesIn));
        json.put("bytesIn", tally.bytesIn);
        json.put("bytesOut", tally.bytesOut);
        json.put("presencesIn", tally.presencesIn);
        json.put("presencesOut", tally.presencesOut);
        json.put("latencyMs", histogram(result.latency()));
        json.put("joiningMs", histogram(result.joining()));
        json.put("visitingMs", histogram(result.visiting()));
        json.put("latenessMs", histogram(result.lateness()));
        json.put("server", process(window, window.server()));
        json.put(
                "servers",
                window.servers().stream().map(each -> process(window, each)).toList());
        json.put("footprints", result.footprints().stream().map(Report::json).toList());
        json.put("generator", process(window, window.self()));
        Tally all = result.all().tally();
        json.put("editsInAll", all.edits);
        json.put("missing", result.missing());
        json.put("duplicates", all.duplicates);
        json.put("refused", all.refused);
        json.put("lostAcks", all.lostAcks);
        json.put("broken", all.broken);
        json.put("reasons", new LinkedHashMap<>(result.reasons()));
        json.put("settleSeconds", result.settleSeconds());
        json.put("clean", result.isClean());
        return json;
    }

    private static Map<String, Object> plan(LoadPlan plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("url", plan.url().toString());
        json.put("readerUrl", plan.readerUrl().toString());
        json.put("dialect", plan.dialect().toString());
        json.put("documents", plan.documents());
        json.put("clients", plan.clients());
        json.put("writers", plan.writers());
        json.put("stalled", plan.stalled());
        json.put("trickleBytesPerSecond", plan.trickleBytesPerSecond());
        json.put("inFlight", plan.inFlight());
        json.put("rate", plan.editsPerSecond());
        json.put("lettersPerEdit", plan.lettersPerEdit());
        json.put("overwriting", plan.overwriting());
        json.put("awareness", plan.presencesPerSecond());
        json.put("contentLetters", plan.contentLetters());
        json.put("joinsPerSecond", plan.joinsPerSecond());
        json.put("reconnectEveryMs", plan.reconnectEveryMs());
        json.put("surviving", plan.surviving());
        json.put("warmUpMs", plan.warmUpMs());
        json.put("seed", plan.seed());
        return json;
    }

    private static Map<String, Object> histogram(Histogram histogram) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("count", histogram.getTotalCount());
        if (histogram.getTotalCount() > 0) {
            json.put("p50", histogram.getValueAtPercentile(50) / NS_PER_MS);
            json.put("p90", histogram.getValueAtPercentile(90) / NS_PER_MS);
            json.put("p99", histogram.getValueAtPercentile(99) / NS_PER_MS);
            json.put("p999", histogram.getValueAtPercentile(99.9) / NS_PER_MS);
            json.put("max", histogram.getMaxValue() / NS_PER_MS);
        }
        return json;
    }

    private static Map<String, Object> json(Footprint footprint) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rssKb", footprint.rssKb());
        json.put("liveBytes", footprint.liveBytes());
        return json;
    }

    private static @Nullable Map<String, Object> process(Window window, @Nullable ProcessSample process) {
        if (process == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("busy", window.busy(process));
        json.put("userMs", process.userMs());
        json.put("systemMs", process.systemMs());
        json.put("cpuMicrosPerDelivered", microsEach(process.cpuMs(), window.tally().delivered));
        json.put("cpuMicrosPerEdit", microsEach(process.cpuMs(), window.tally().edits));
        json.put("cpuMicrosPerMessage", microsEach(process.cpuMs(), window.tally().messagesIn));
        json.put("rssKb", process.rssKb());
        json.put("threads", process.threads());
        return json;
    }
}
