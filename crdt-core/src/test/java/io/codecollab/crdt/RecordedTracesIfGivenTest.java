package io.codecollab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.crdt.update.Updates;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Long editing histories, recorded with npm yjs, end in the same text and the same bytes. The files are too large to stand
 * here: {@code mvn -pl crdt-core test -Dtest=RecordedTracesIfGivenTest -Dtraces=FOLDER}. A record is a big-endian u32
 * length and that many bytes.
 */
@EnabledIfSystemProperty(named = "traces", matches = ".+", disabledReason = "no -Dtraces=FOLDER given")
class RecordedTracesIfGivenTest {

    private static byte[] read(String file) throws IOException {
        return Files.readAllBytes(Path.of(System.getProperty("traces"), file));
    }

    private static List<byte[]> records(String file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(read(file));
        List<byte[]> records = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] bytes = new byte[in.getInt()];
            in.get(bytes);
            records.add(bytes);
        }
        return records;
    }

    private static void assertEndsAs(Doc doc, String name) throws IOException {
        IntegrityCheck.check(doc);
        assertThat(doc.getText("text")).hasToString(new String(read(name + "-final.txt"), StandardCharsets.UTF_8));
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(read(name + "-doc-v1.bin"));
        assertThat(doc.encodeStateAsUpdateV2()).isEqualTo(read(name + "-doc-v2.bin"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"b4", "hot-random", "hot-typing", "trace-friendsforever"})
    void aLoadedDocumentIsWrittenAgain(String name) throws IOException {
        Doc fromV1 = new Doc();
        fromV1.applyUpdate(read(name + "-doc-v1.bin"));
        assertEndsAs(fromV1, name);

        Doc fromV2 = new Doc();
        fromV2.applyUpdateV2(read(name + "-doc-v2.bin"));
        assertEndsAs(fromV2, name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"b4", "hot-random", "hot-typing", "trace-friendsforever"})
    void aDocumentSentInPieces(String name) throws IOException {
        byte[] whole = read(name + "-doc-v1.bin");
        for (int maxBytes : new int[] {2000, 10_000, whole.length / 2, whole.length - 1}) {
            List<byte[]> pieces = Updates.split(whole, maxBytes);
            Doc doc = new Doc();
            for (byte[] piece : pieces) {
                assertThat(piece).hasSizeLessThanOrEqualTo(maxBytes);
                doc.applyUpdate(piece);
                assertThat(doc.pendingInfo().structs())
                        .as("maxBytes=%d", maxBytes)
                        .isZero();
            }
            assertThat(pieces).hasSizeLessThan(2 + 5 * whole.length / (4 * maxBytes));
            assertEndsAs(doc, name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hot-random", "hot-typing"})
    void updatesOnTopOfALargeDocument(String name) throws IOException {
        Doc doc = new Doc();
        doc.applyUpdate(read("b4-doc-v1.bin"));

        for (byte[] update : records(name + "-v1.bin")) {
            doc.applyUpdate(update);
        }

        assertEndsAs(doc, name);
    }

    @Test
    void everyUpdateOfALongHistory() throws IOException {
        Doc doc = new Doc();

        for (byte[] update : records("b4-updates-v1.bin")) {
            doc.applyUpdate(update);
        }

        assertEndsAs(doc, "b4");
    }

    @Test
    void everyEditOfALongHistory() throws IOException {
        Doc doc = new Doc(DocOptions.defaults().withClientId(2_654_435_769L));
        YText text = doc.getText("text");

        for (byte[] operation : records("b4-ops.bin")) {
            ByteBuffer in = ByteBuffer.wrap(operation);
            int position = in.getInt();
            text.delete(position, in.getInt());
            text.insert(position, StandardCharsets.UTF_8.decode(in).toString());
        }

        assertEndsAs(doc, "b4");
    }

    @Test
    void aConcurrentSessionOfTwoAuthors() throws IOException {
        Doc doc = new Doc();

        for (byte[] update : records("trace-friendsforever-v1.bin")) {
            doc.applyUpdate(update);
        }

        assertEndsAs(doc, "trace-friendsforever");
    }

    static Stream<Path> conflicts() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("traces")))) {
            return files
                    .filter(file -> file.getFileName().toString().matches("conf-.*\\.bin"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("conflicts")
    void manyWritersOfOnePlace(Path file) throws IOException {
        Doc doc = new Doc();
        Doc backwards = new Doc();
        String name = file.getFileName().toString();
        List<byte[]> updates = records(name);

        updates.forEach(doc::applyUpdate);
        for (int i = updates.size() - 1; i >= 0; i--) {
            backwards.applyUpdate(updates.get(i));
        }

        IntegrityCheck.check(doc);
        String expected = new String(read(name.replace(".bin", ".json")), StandardCharsets.UTF_8);
        assertThat(state(doc)).isEqualTo(JsonText.read(expected));
        assertThat(backwards.encodeStateAsUpdate()).isEqualTo(doc.encodeStateAsUpdate());
    }

    private static Object state(Doc doc) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("text", doc.getText("text").toString());
        state.put("map", doc.getMap("map").toJson());
        state.put("array", doc.getArray("array").toJson());
        return state;
    }
}
