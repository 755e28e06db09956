package io.codecollab.crdt.awareness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which states are accepted and what is told about them, as a table (pitfall 69). */
class AwarenessRulesTest {

    private static final long SELF = 1;
    private static final long OTHER = 2;

    private long now = 0;
    private final Awareness awareness = new Awareness(SELF, () -> now);
    private final List<String> events = new ArrayList<>();

    AwarenessRulesTest() {
        awareness.onChange((change, origin) -> events.add("change " + describe(change)));
        awareness.onUpdate((change, origin) -> events.add("update " + describe(change)));
    }

    /*
     * known: what is known of client 2 before ("-" nothing, "3{}" state {} at clock 3, "3gone" gone at clock 3)
     * entry: what the update says of it
     * after: what is known then
     */
    @ParameterizedTest(name = "{0}, then {1}")
    @CsvSource(delimiter = '|', textBlock = """
        # known | entry   | after   | events
        -       | 0{}     | -       |
        -       | 1{}     | 1{}     | change +2, update +2
        -       | 7{}     | 7{}     | change +2, update +2
        -       | 0gone   | -       |
        -       | 1gone   | 1gone   |
        3{}     | 2{"a":1}| 3{}     |
        3{}     | 3{"a":1}| 3{}     |
        3{}     | 4{"a":1}| 4{"a":1}| change ~2, update ~2
        3{}     | 4{}     | 4{}     | update ~2
        3{}     | 4{ }    | 4{ }    | update ~2
        3{}     | 2gone   | 3{}     |
        3{}     | 3gone   | 3gone   | change -2, update -2
        3{}     | 9gone   | 9gone   | change -2, update -2
        3gone   | 3gone   | 3gone   |
        3gone   | 4gone   | 4gone   | change -2, update -2
        3gone   | 3{}     | 3gone   |
        3gone   | 4{}     | 4{}     | change ~2, update ~2
        """)
    void remoteClientFollowsTheTable(String known, String entry, String after, @Nullable String expectedEvents) {
        if (!known.equals("-")) {
            makeKnown(known);
        }
        events.clear();

        awareness.apply(update(OTHER, entry), "test");

        assertThat(known(OTHER)).isEqualTo(after);
        assertThat(String.join(", ", events)).isEqualTo(expectedEvents == null ? "" : expectedEvents);
    }

    @ParameterizedTest(name = "own state at clock 0, then {0}")
    @CsvSource(delimiter = '|', textBlock = """
        # entry   | after    | events
        0gone     | 1{}      | change -1, update -1
        5gone     | 6{}      | change -1, update -1
        0{"a":1}  | 0{}      |
        5{"a":1}  | 5{"a":1} | change ~1, update ~1
        """)
    void ownStateIsNeverRemovedByOthers(String entry, String after, @Nullable String expectedEvents) {
        awareness.apply(update(SELF, entry), "test");

        assertThat(known(SELF)).isEqualTo(after);
        assertThat(String.join(", ", events)).isEqualTo(expectedEvents == null ? "" : expectedEvents);
    }

    @Test
    void ownClockStaysEncodableWhenOthersDriveItToItsEnd() {
        awareness.apply(update(SELF, ((1L << 53) - 1) + "gone"), "test");
        awareness.setLocalState("{\"still\":\"here\"}");

        assertThat(known(SELF)).isEqualTo(((1L << 53) - 1) + "{\"still\":\"here\"}");
        assertThat(AwarenessUpdate.decode(awareness.encode())).hasSize(1);
    }

    @Test
    void entriesOfOneUpdateAreTakenInOrder() {
        byte[] update = AwarenessUpdate.encode(List.of(
                new AwarenessEntry(OTHER, 1, "{}"),
                new AwarenessEntry(OTHER, 1, null),
                new AwarenessEntry(OTHER, 2, "{\"back\":true}")));

        AwarenessChange change = awareness.apply(update, "test");

        assertThat(known(OTHER)).isEqualTo("2{\"back\":true}");
        assertThat(change).isEqualTo(new AwarenessChange(List.of(OTHER), List.of(OTHER), List.of(OTHER)));
    }

    @Test
    void settingTheOwnStateTellsChangeOnlyWhenItDiffers() {
        awareness.setLocalState("{\"a\":1,\"b\":[1]}");
        awareness.setLocalState("{ \"b\" : [1.0], \"a\" : 1e0 }");
        awareness.setLocalState(null);
        awareness.setLocalState(null);
        awareness.setLocalState("{}");

        assertThat(events)
                .containsExactly(
                        "change ~1",
                        "update ~1",
                        "update ~1",
                        "change -1",
                        "update -1",
                        "change -1",
                        "update -1",
                        "change +1",
                        "update +1");
        assertThat(known(SELF)).isEqualTo("5{}");
    }

    @Test
    void fieldsAreSetOneByOneWhileThisClientTakesPart() {
        awareness.setLocalStateField("name", "Åsa");
        awareness.setLocalStateField("cursor", null);
        assertThat(awareness.localState()).isEqualTo("{\"name\":\"Åsa\",\"cursor\":null}");

        awareness.setLocalState(null);
        awareness.setLocalStateField("name", "Bo");
        assertThat(awareness.localState()).isNull();
    }

    @Test
    void statesArePassedOnAsTheTextThatCame() {
        String text = " {\"b\" : 1.50, \"a\":\"\\u0041\", \"b\":2e0}\n";
        byte[] update = AwarenessUpdate.encode(List.of(new AwarenessEntry(OTHER, 1, text)));

        awareness.apply(update, "test");

        assertThat(awareness.state(OTHER)).isEqualTo(text);
        assertThat(awareness.encode(List.of(OTHER))).isEqualTo(update);
    }

    @Test
    void entriesThatWereDecodedBeforeAreTakenInLikeTheirBytes() {
        List<AwarenessEntry> entries = List.of(new AwarenessEntry(OTHER, 1, "{}"), new AwarenessEntry(SELF, 5, null));

        AwarenessChange change = awareness.apply(entries, "test");

        assertThat(change).isEqualTo(new AwarenessChange(List.of(OTHER), List.of(), List.of(SELF)));
        assertThat(known(OTHER)).isEqualTo("1{}");
        assertThat(known(SELF)).isEqualTo("6{}");
    }

    @Test
    void silentClientsLeaveAfterThirtySeconds() {
        awareness.apply(update(OTHER, "1{}"), "test");
        events.clear();

        now = 29_999;
        awareness.setLocalState("{\"awake\":true}");
        events.clear();
        awareness.tick();
        assertThat(events).isEmpty();

        now = 30_000;
        awareness.tick();
        assertThat(events).containsExactly("change -2", "update -2");
        assertThat(known(OTHER)).isEqualTo("1gone");
    }

    @Test
    void ownStateIsRepeatedAfterFifteenSeconds() {
        now = 14_999;
        awareness.tick();
        assertThat(events).isEmpty();

        now = 15_000;
        awareness.tick();
        assertThat(events).containsExactly("update ~1");
        assertThat(known(SELF)).isEqualTo("1{}");
    }

    @Test
    void clientWithoutOwnStateIsSilent() {
        awareness.setLocalState(null);
        events.clear();

        now = 1_000_000;
        awareness.tick();

        assertThat(events).isEmpty();
        assertThat(awareness.encode()).containsExactly(0);
    }

    @Test
    void removedClientsKeepTheirClockAndTheOwnOneGetsANewClock() {
        awareness.apply(update(OTHER, "4{}"), "test");
        events.clear();

        awareness.removeStates(List.of(SELF, OTHER, 99L), "connection closed");

        assertThat(events).containsExactly("change -1-2", "update -1-2");
        assertThat(known(SELF)).isEqualTo("1gone");
        assertThat(known(OTHER)).isEqualTo("4gone");
    }

    @Test
    void originsAreHandedToListeners() {
        List<@Nullable Object> origins = new ArrayList<>();
        awareness.onUpdate((change, origin) -> origins.add(origin));

        awareness.setLocalState("{}");
        awareness.apply(update(OTHER, "1{}"), null);
        now = 30_000;
        awareness.tick();

        assertThat(origins).containsExactly(Awareness.LOCAL, null, Awareness.LOCAL, Awareness.TIMEOUT);
    }

    @Test
    void destroyRemovesTheOwnStateAndIsTheLastThingHeard() {
        awareness.destroy();
        awareness.apply(update(OTHER, "1{}"), "test");

        assertThat(events).containsExactly("change -1", "update -1");
    }

    @Test
    void closedSubscriptionHearsNothingMore() {
        List<String> heard = new ArrayList<>();
        AwarenessListener listener = (change, origin) -> heard.add(describe(change));
        Awareness.Subscription first = awareness.onUpdate(listener);
        Awareness.Subscription second = awareness.onUpdate(listener);

        first.close();
        first.close();
        awareness.setLocalState("{}");
        second.close();
        awareness.setLocalState("{}");

        assertThat(heard).containsExactly("~1");
    }

    @Test
    void throwingListenerDoesNotSilenceTheOthers() {
        IllegalStateException thrown = new IllegalStateException("listener");
        awareness.onChange((change, origin) -> {
            throw thrown;
        });
        List<String> heard = new ArrayList<>();
        awareness.onChange((change, origin) -> heard.add("change"));
        awareness.onUpdate((change, origin) -> heard.add("update"));

        assertThat(catchThrowable(() -> awareness.setLocalState(null))).isSameAs(thrown);
        assertThat(heard).containsExactly("change", "update");
        assertThat(awareness.localState()).isNull();
    }

    private void makeKnown(String known) {
        awareness.apply(update(OTHER, known.endsWith("gone") ? "1{}" : known), "given");
        awareness.apply(update(OTHER, known), "given");
    }

    private String known(long client) {
        if (awareness.clock(client).isEmpty()) {
            return "-";
        }
        String state = awareness.state(client);
        return awareness.clock(client).getAsLong() + (state == null ? "gone" : state);
    }

    private static byte[] update(long client, String entry) {
        int clockEnd = 0;
        while (Character.isDigit(entry.charAt(clockEnd))) {
            clockEnd++;
        }
        String state = entry.substring(clockEnd);
        return AwarenessUpdate.encode(List.of(new AwarenessEntry(
                client, Long.parseLong(entry.substring(0, clockEnd)), state.equals("gone") ? null : state)));
    }

    private static String describe(AwarenessChange change) {
        StringBuilder text = new StringBuilder();
        change.added().forEach(client -> text.append('+').append(client));
        change.updated().forEach(client -> text.append('~').append(client));
        change.removed().forEach(client -> text.append('-').append(client));
        return text.toString();
    }
}
