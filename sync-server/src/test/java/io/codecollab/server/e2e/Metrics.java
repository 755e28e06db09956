package io.codecollab.server.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;

/** What the jar tells about itself, and plain HTTP. */
final class Metrics {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Metrics() {}

    /** The bytes that live objects take on the heap of the server: collects garbage first. */
    static long liveHeapBytes(CodecollabJar server) throws IOException, InterruptedException {
        for (int i = 0; i < 2; i++) { // what the first run finds to be finalised or cleaned, the second collects
            Process jcmd = new ProcessBuilder("jcmd", Long.toString(server.pid()), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!jcmd.waitFor(60, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
                throw new AssertionError("jcmd cannot collect garbage, pid=" + server.pid());
            }
        }
        return (long) sum(server, "jvm_memory_used_bytes", "area=\"heap\"");
    }

    /** The sum of a metric over all label values that contain {@code labels}. */
    static double sum(CodecollabJar server, String name, String labels) throws IOException, InterruptedException {
        String body = get(server, "/metrics").body();
        double[] values = body.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        if (values.length == 0) {
            throw new AssertionError("no such metric, name=" + name + ", labels=" + labels + ", metrics=" + body);
        }
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    static HttpResponse<String> post(CodecollabJar server, String path, String json)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(server.httpUrl() + path))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static HttpResponse<String> get(CodecollabJar server, String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(server.httpUrl() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
