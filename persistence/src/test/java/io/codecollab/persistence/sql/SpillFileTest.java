package io.codecollab.persistence.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.persistence.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillFileTest {

    @TempDir
    private Path folder;

    private Path path = Path.of("");

    @BeforeEach
    void nameTheFile() {
        path = folder.resolve("spill");
    }

    @Test
    void writesTheBytesOfVersionOne() throws IOException {
        SpillFile spill = SpillFile.open(path);
        spill.add(record("dö", "abc"));

        assertThat(HexFormat.ofDelimiter(" ").formatHex(Files.readAllBytes(path)))
                .isEqualTo("43 43 53 50 00 00 00 01 00 00 00 00 00 00 00 14 f9 ab ca 82"
                        + " 00 00 00 06 00 00 00 03 65 30 7e 1d 64 c3 b6 61 62 63");
    }

    @Test
    void givesBackWhatWasAddedInOrder() throws IOException {
        SpillFile spill = SpillFile.open(path);
        spill.add(record("a", "one"));
        spill.add(record("", ""));

        assertThat(textsOf(spill.read())).containsExactly("a: one", ": ");
        spill.add(record("b", "two"));
        assertThat(textsOf(spill.read())).containsExactly("b: two");
        assertThat(spill.read()).isEmpty();
    }

    @Test
    void isAFileOnlyWhileSomethingIsNotCommitted() throws IOException {
        SpillFile spill = SpillFile.open(path);
        assertThat(path).doesNotExist();
        spill.add(record("a", "one"));
        spill.read();
        spill.add(record("a", "two"));
        spill.committed();
        assertThat(path).exists();

        spill.read();
        spill.committed();

        assertThat(path).doesNotExist();
        assertThat(spill.unreadBytes()).isZero();
        spill.add(record("a", "three"));
        assertThat(textsOf(spill.read())).containsExactly("a: three");
    }

    @Test
    void goesOnWhereTheLastProcessCommitted() throws IOException {
        SpillFile before = SpillFile.open(path);
        before.add(record("a", "committed"));
        before.read();
        before.committed(); // all of it: there is no file
        before.add(record("a", "one"));
        before.read();
        before.add(record("a", "two"));
        before.committed();
        before.add(record("a", "three"));

        assertThat(textsOf(SpillFile.open(path).read())).containsExactly("a: two", "a: three");
    }

    @Test
    void aHeaderThatIsTornCountsNothingAsCommitted() throws IOException {
        SpillFile before = SpillFile.open(path);
        before.add(record("a", "one"));
        before.read();
        before.add(record("a", "two"));
        before.committed();
        byte[] bytes = Files.readAllBytes(path);
        bytes[SpillFormat.HEADER_BYTES - 1]++;
        Files.write(path, bytes);

        assertThat(textsOf(SpillFile.open(path).read())).containsExactly("a: one", "a: two");
    }

    @Test
    void readsTheWholePartOfEveryPrefix() throws IOException {
        SpillFile before = SpillFile.open(path);
        List<String> all = new ArrayList<>();
        List<Integer> ends = new ArrayList<>(List.of(SpillFormat.HEADER_BYTES));
        for (int i = 0; i < 5; i++) {
            before.add(record("doc", "text " + i));
            all.add("doc: text " + i);
            ends.add((int) Files.size(path));
        }
        byte[] bytes = Files.readAllBytes(path);
        for (int length = 0; length <= bytes.length; length++) {
            Files.write(path, Arrays.copyOf(bytes, length));
            int whole = 0;
            while (whole < all.size() && ends.get(whole + 1) <= length) {
                whole++;
            }

            SpillFile left = SpillFile.open(path);

            assertThat(textsOf(left.read())).as("length=%d", length).isEqualTo(all.subList(0, whole));
            assertThat(left.unreadBytes())
                    .as("length=%d", length)
                    .isEqualTo(length < SpillFormat.HEADER_BYTES ? 0 : length - ends.get(whole));
            left.close();
        }
    }

    @Test
    void stopsAtEveryFlippedBit() throws IOException {
        SpillFile before = SpillFile.open(path);
        before.add(record("doc", "one"));
        int first = (int) Files.size(path);
        before.add(record("doc", "two"));
        byte[] bytes = Files.readAllBytes(path);
        for (int bit = first * Byte.SIZE; bit < bytes.length * Byte.SIZE; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            Files.write(path, damaged);

            SpillFile left = SpillFile.open(path);

            assertThat(textsOf(left.read())).as("bit %d", bit).containsExactly("doc: one");
            left.close();
        }
    }

    @Test
    void readsRecordsLargerThanItReadsAtATime() throws IOException {
        byte[] large = new byte[(3 << 20) + 5];
        Arrays.fill(large, (byte) 'x');
        SpillFile spill = SpillFile.open(path);
        spill.add(record("a", "before"));
        spill.add(SpillFormat.encode(new Append("large", large)));
        spill.add(record("a", "after"));

        List<Append> read = new ArrayList<>();
        for (List<Append> some = spill.read(); !some.isEmpty(); some = spill.read()) {
            read.addAll(some);
        }

        assertThat(read).extracting(append -> append.document).containsExactly("a", "large", "a");
        assertThat(read.get(1).record).isEqualTo(large);
    }

    @Test
    void keepsWhatItCannotReadForPeopleToLookAt() throws IOException {
        Files.writeString(path, "a file of somebody else, quite long");
        SpillFile left = SpillFile.open(path);
        assertThat(left.read()).isEmpty();

        left.setAside();

        assertThat(folder.resolve("spill.damaged")).hasContent("a file of somebody else, quite long");
        left.add(record("a", "one"));
        assertThat(textsOf(left.read())).containsExactly("a: one");
    }

    @Test
    void refusesTheFileOfALaterVersion() throws IOException {
        SpillFile before = SpillFile.open(path);
        before.add(record("doc", "one"));
        byte[] bytes = Files.readAllBytes(path);
        bytes[7] = 2;
        Files.write(path, bytes);

        assertThatThrownBy(() -> SpillFile.open(path))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("a later version");
        assertThat(path).hasBinaryContent(bytes);
    }

    private static byte[] record(String document, String text) {
        return SpillFormat.encode(new Append(document, text.getBytes(UTF_8)));
    }

    private static List<String> textsOf(List<Append> appends) {
        return appends.stream()
                .map(append -> append.document + ": " + new String(append.record, UTF_8))
                .toList();
    }
}
