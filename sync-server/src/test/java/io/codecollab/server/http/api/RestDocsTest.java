package io.codecollab.server.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DocReplica;
import io.codecollab.server.Server;
import io.codecollab.server.ServerConfigs;
import io.codecollab.server.auth.AuthConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/rest.md do what it says, one after the other. */
class RestDocsTest {

    private static final Path PAGE = Path.of("../docs/rest.md");
    private static final Pattern COMMANDS = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void everyCommandWorks() throws Exception {
        List<String> outputs = new ArrayList<>();
        Path data = Files.createDirectory(folder.resolve("data"));
        try (Server server = Server.start(ServerConfigs.onFreePort(data, AuthConfig.none()), DocReplica::new)) {
            String address = "http://127.0.0.1:" + server.address().getPort();
            Matcher commands = COMMANDS.matcher(Files.readString(PAGE));
            while (commands.find()) {
                outputs.add(run(commands.group(1), address));
            }
        }

        assertThat(outputs).hasSize(8);
        assertThat(outputs.get(0)).contains("\"openapi\":\"3.1.0\"");
        assertThat(outputs.get(1)).contains("\"length\":12");
        assertThat(outputs.get(3).toLowerCase(Locale.ROOT)).contains("etag: ", "hello\neverybody\n");
        assertThat(outputs.get(5)).contains("before the rewrite", "hello\neverybody\n", "\"length\":16");
        assertThat(outputs.get(6)).contains("\"sessions\":[]");
        assertThat(outputs.get(7)).isEmpty();
    }

    private String run(String commands, String address) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", commands);
        shell.environment().put("SERVER", address);
        shell.directory(folder.toFile());
        shell.redirectErrorStream(true).redirectOutput(output.toFile());
        Process process = shell.start();
        boolean hasEnded = process.waitFor(30, TimeUnit.SECONDS);
        String said = Files.readString(output, UTF_8);
        assertThat(hasEnded).as("%s%s", commands, said).isTrue();
        assertThat(process.exitValue()).as("%s%s", commands, said).isZero();
        return said;
    }
}
