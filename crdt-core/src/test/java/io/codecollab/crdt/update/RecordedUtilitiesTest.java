package io.codecollab.crdt.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.lib0.Recording;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every utility against what npm yjs answered for the updates of random sessions: parts merged in any order, holes,
 * overlaps, structs cut in two, both formats. Recorded by {@code src/test/node/update-utilities-recorder.mjs}.
 */
class RecordedUtilitiesTest {

    static Stream<String> rounds() {
        return Recording.lines("update-utilities.jsonl.gz").stream();
    }

    @ParameterizedTest(name = "round {index}")
    @MethodSource("rounds")
    void answersAsYjsDid(String line) {
        Recording round = Recording.parse(line);
        List<byte[]> v1 = round.base64s("v1");
        List<byte[]> v2 = round.base64s("v2");
        int number = 0;
        for (Recording recorded : round.parts("cases")) {
            boolean isV1 = recorded.number("v") == 1;
            String name = "seed=" + round.number("seed") + ", case=" + number++ + ", f=" + recorded.text("f") + ", v1="
                    + isV1;
            check(name, recorded, isV1, isV1 ? v1 : v2);
        }
    }

    private static void check(String name, Recording recorded, boolean v1, List<byte[]> table) {
        if (recorded.text("f").equals("merge")) {
            List<byte[]> inputs =
                    recorded.numbers("in").stream().map(table::get).toList();
            byte[] merged = v1 ? Updates.mergeUpdates(inputs) : Updates.mergeUpdatesV2(inputs);
            assertThat(merged).as(name).isEqualTo(table.get(recorded.number("out")));
            return;
        }
        byte[] update = table.get(recorded.number("in"));
        switch (recorded.text("f")) {
            case "diff" -> {
                byte[] known = recorded.base64("sv");
                byte[] diff = v1 ? Updates.diffUpdate(update, known) : Updates.diffUpdateV2(update, known);
                assertThat(diff).as(name).isEqualTo(table.get(recorded.number("out")));
            }
            case "sv" -> {
                byte[] vector = v1
                        ? Updates.encodeStateVectorFromUpdate(update)
                        : Updates.encodeStateVectorFromUpdateV2(update);
                assertThat(vector).as(name).isEqualTo(recorded.base64("bytes"));
            }
            case "meta" -> {
                UpdateMeta meta = v1 ? Updates.parseUpdateMeta(update) : Updates.parseUpdateMetaV2(update);
                assertThat(meta.from()).as(name).isEqualTo(clocks(recorded.list("from")));
                assertThat(meta.to()).as(name).isEqualTo(clocks(recorded.list("to")));
            }
            case "convert" -> {
                byte[] converted =
                        v1 ? Updates.convertUpdateFormatV1ToV2(update) : Updates.convertUpdateFormatV2ToV1(update);
                assertThat(converted).as(name).isEqualTo(recorded.base64("bytes"));
            }
            case "obfuscate" -> {
                Recording recordedOptions = recorded.part("options");
                ObfuscatorOptions options = new ObfuscatorOptions(
                        recordedOptions.flag("formatting"),
                        recordedOptions.flag("subdocs"),
                        recordedOptions.flag("yxml"));
                byte[] hidden =
                        v1 ? Updates.obfuscateUpdate(update, options) : Updates.obfuscateUpdateV2(update, options);
                assertThat(hidden).as(name).isEqualTo(recorded.base64("bytes"));
            }
            default -> throw new AssertionError(name);
        }
    }

    private static StateVector clocks(List<Object> entries) {
        Map<Long, Integer> clocks = new HashMap<>();
        for (Object entry : entries) {
            List<?> pair = (List<?>) entry;
            clocks.put(
                    Long.valueOf(pair.get(0).toString()),
                    Integer.valueOf(pair.get(1).toString()));
        }
        return StateVector.of(clocks);
    }
}
