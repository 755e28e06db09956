package io.codecollab.crdt.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.Recording;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Valid updates with a few bytes changed: accepted or refused with the one exception, never anything else. */
class UpdateFuzzTest {

    private static final int RUNS = 20_000;

    @ParameterizedTest
    @EnumSource
    void refusesOrAcceptsWhateverComes(UpdateFormat format) {
        List<byte[]> updates = new ArrayList<>();
        Recording documents = Recording.golden("docs");
        documents.names().stream()
                .sorted()
                .forEach(name -> updates.add(documents.part(name).hex(format == UpdateFormat.V1 ? "v1" : "v2")));
        long seed = 20261121;
        Random random = new Random(seed);
        int accepted = 0;
        for (int run = 0; run < RUNS; run++) {
            byte[] update = mutated(updates.get(random.nextInt(updates.size())), random);
            byte[] other = updates.get(random.nextInt(updates.size()));
            try {
                useAll(format, update, other);
                accepted++;
            } catch (DecodeException expected) {
                assertThat(expected.offset()).isBetween(0L, (long) Math.max(update.length, other.length));
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError(
                        "seed=" + seed + ", run=" + run + ", update="
                                + HexFormat.of().formatHex(update),
                        e);
            }
        }
        assertThat(accepted).as("some mutations are harmless").isPositive();
    }

    private static byte[] mutated(byte[] update, Random random) {
        byte[] mutated = update.clone();
        for (int change = random.nextInt(4); change >= 0; change--) {
            int at = random.nextInt(mutated.length);
            mutated[at] = switch (random.nextInt(4)) {
                case 0 -> (byte) random.nextInt();
                case 1 -> (byte) (mutated[at] ^ 1 << random.nextInt(8));
                case 2 -> (byte) 0xFF;
                default -> mutated[random.nextInt(mutated.length)];
            };
        }
        return mutated;
    }

    private static void useAll(UpdateFormat format, byte[] update, byte[] other) {
        if (format == UpdateFormat.V1) {
            Updates.decodeUpdate(update);
            Updates.parseUpdateMeta(update);
            byte[] stateVector = Updates.encodeStateVectorFromUpdate(other);
            Updates.diffUpdate(update, stateVector);
            Updates.obfuscateUpdate(update);
            Updates.mergeUpdates(List.of(update, other, update));
            Updates.convertUpdateFormatV1ToV2(update);
        } else {
            Updates.decodeUpdateV2(update);
            Updates.parseUpdateMetaV2(update);
            byte[] stateVector = Updates.encodeStateVectorFromUpdateV2(other);
            Updates.diffUpdateV2(update, stateVector);
            Updates.obfuscateUpdateV2(update);
            Updates.mergeUpdatesV2(List.of(update, other, update));
            Updates.convertUpdateFormatV2ToV1(update);
        }
    }
}
