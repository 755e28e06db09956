package io.codecollab.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DocReplica;
import io.codecollab.server.Server;
import io.codecollab.server.ServerConfigs;
import io.codecollab.server.auth.AuthConfig;
import io.codecollab.server.ops.Workers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser is sent, over HTTP; the files are those of {@code src/test/resources/web}. */
class WebClientTest {

    private static final String SCRIPT = "/assets/sample-0123.js";

    @TempDir
    private static Path data;

    private static Server server;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        server = Server.start(ServerConfigs.onFreePort(data, AuthConfig.none()), DocReplica::new);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/account", "/admin", "/d/room", "/d/a%20b%2Fc", "/d/a/b", "/d/%F0%9F%92%A9", "/?x=1"})
    void everyPageIsTheSamePage(String path) throws Exception {
        HttpResponse<String> page = get(path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(page, "cache-control")).isEqualTo("no-cache");
        assertThat(header(page, "content-security-policy"))
                .contains("script-src 'self';")
                .doesNotContain("unsafe-eval");
        assertThat(page.body()).contains("<title>CodeCollab</title>");
    }

    @ParameterizedTest
    @CsvSource({
        "'gzip, deflate, br', br, stands for what brotli makes of it",
        "'br;q=0.1, gzip', gzip, stands for what gzip makes of it",
        "'deflate', '', // as it is"
    })
    void aFileIsSentInTheFormTheBrowserLikesMost(String accepted, String coding, String body) throws Exception {
        HttpResponse<String> script = get(SCRIPT, "Accept-Encoding", accepted);

        assertThat(header(script, "content-encoding")).isEqualTo(coding);
        assertThat(header(script, "vary")).isEqualTo("accept-encoding");
        assertThat(header(script, "content-type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(script.body()).isEqualTo(body + "\n");
    }

    @Test
    void aFileThatWasNotCompressedIsSentAsItIs() throws Exception {
        HttpResponse<String> wasm = get("/assets/sample-0123.wasm", "Accept-Encoding", "br, gzip");

        assertThat(header(wasm, "content-encoding")).isEmpty();
        assertThat(header(wasm, "content-type")).isEqualTo("application/wasm");
        assertThat(wasm.body()).isEqualTo("wasm");
    }

    @Test
    void whatHasAHashInItsNameIsKeptForEver() throws Exception {
        assertThat(header(get(SCRIPT), "cache-control")).isEqualTo("public, max-age=31536000, immutable");
    }

    @Test
    void whatTheBrowserHasIsNotSentAgain() throws Exception {
        String etag = header(get("/"), "etag");

        HttpResponse<String> again = get("/", "If-None-Match", "\"other\", W/" + etag);
        HttpResponse<String> anything = get("/d/room", "If-None-Match", "*");
        HttpResponse<String> changed = get("/", "If-None-Match", "\"other\"");

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "etag")).isEqualTo(etag);
        // it would take the place of that of the page which the browser has
        assertThat(header(again, "content-security-policy")).isEmpty();
        assertThat(anything.statusCode()).isEqualTo(304);
        assertThat(changed.statusCode()).isEqualTo(200);
    }

    @Test
    void eachFormHasATagOfItsOwn() throws Exception {
        assertThat(header(get(SCRIPT, "Accept-Encoding", "br"), "etag"))
                .isNotEqualTo(header(get(SCRIPT, "Accept-Encoding", "gzip"), "etag"))
                .isNotEqualTo(header(get(SCRIPT), "etag"));
    }

    @Test
    void aHeadSaysHowLongTheFileIs() throws Exception {
        HttpResponse<String> head = ask("HEAD", SCRIPT, "Accept-Encoding", "gzip");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "content-length")).isEqualTo("33");
        assertThat(header(head, "content-encoding")).isEqualTo("gzip");
    }

    @Test
    void workersComputeAndConnectToNothing() throws Exception {
        assertThat(header(get(SCRIPT), "content-security-policy"))
                .startsWith("default-src 'none'; script-src 'self';")
                .doesNotContain("unsafe-eval");
        assertThat(header(get("/assets/run-sample-0123.js"), "content-security-policy"))
                .startsWith("default-src 'none'; script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval';");
    }

    @Test
    void whatKeepsThePageMayFetchItAndIsAskedForAgain() throws Exception {
        HttpResponse<String> worker = get("/service-worker.js");

        assertThat(worker.statusCode()).isEqualTo(200);
        assertThat(header(worker, "content-security-policy")).startsWith("default-src 'none'; connect-src 'self';");
        assertThat(header(worker, "cache-control")).isEqualTo("no-cache");
    }

    @Test
    void theFormDependsOnTheOriginAsWellWhenThereIsOne() throws Exception {
        assertThat(header(get(SCRIPT, "Origin", "https://elsewhere.example"), "vary"))
                .isEqualTo("accept-encoding, origin");
    }

    @Test
    void thePathsOfYSweetStayItsOwn() throws Exception {
        assertThat(get("/d/room/as-update").statusCode()).isEqualTo(404); // there is no such document
        assertThat(header(get("/d/room/as-update"), "content-type")).doesNotContain("html");
        assertThat(get("/d/room/ws/room").statusCode()).isEqualTo(404);
        assertThat(ask("POST", "/doc/new", "Content-Type", "application/json").statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return ask("GET", path, headers);
    }

    private HttpResponse<String> ask(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.address().getPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void whoComesWhenTooMuchIsAskedForIsToldToTryAgain() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        try (Workers readers = new Workers("readers", 1, 1, RejectedExecutionException::new)) {
            CompletionStage<Boolean> first = readers.run(() -> await(busy));
            CompletionStage<Boolean> second = readers.run(() -> true);
            WebClient client = new WebClient(readers);

            HttpReply refused = client.answer(Requests.of("GET", SCRIPT))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            busy.countDown();
            first.toCompletableFuture().get(20, TimeUnit.SECONDS);
            second.toCompletableFuture().get(20, TimeUnit.SECONDS);
            HttpReply later = client.answer(Requests.of("GET", SCRIPT))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);

            assertThat(refused.status()).isEqualTo(503);
            assertThat(later.status()).isEqualTo(200);
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
