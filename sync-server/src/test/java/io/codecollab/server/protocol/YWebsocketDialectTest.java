package io.codecollab.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.server.protocol.Message.Edit;
import io.codecollab.server.protocol.Message.Presence;
import io.codecollab.server.protocol.Message.SyncAnswer;
import io.codecollab.server.protocol.Message.SyncRequest;
import io.codecollab.server.protocol.Message.WhoIsHere;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames captured from npm y-websocket. */
class YWebsocketDialectTest {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    private static final String UPDATE = "01 01 01 00 04 01 01 74 01 68 00";
    private static final String AWARENESS = "01 01 01 09 7b 22 6e 22 3a 22 78 22 7d";

    private final Dialect dialect = new YWebsocketDialect();

    @Test
    void understandsWhatClientsSay() throws MalformedMessageException {
        assertThat(decode("00 00 01 00"))
                .isInstanceOfSatisfying(
                        SyncRequest.class,
                        request -> assertThat(request.stateVector()).isEqualTo(bytes("00")));
        assertThat(decode("00 01 02 00 00"))
                .isInstanceOfSatisfying(
                        SyncAnswer.class, answer -> assertThat(answer.update()).isEqualTo(bytes("00 00")));
        assertThat(decode("00 02 0b " + UPDATE))
                .isInstanceOfSatisfying(
                        Edit.class, edit -> assertThat(edit.update()).isEqualTo(bytes(UPDATE)));
        assertThat(decode("01 0d " + AWARENESS))
                .isInstanceOfSatisfying(
                        Presence.class,
                        presence -> assertThat(presence.update()).isEqualTo(bytes(AWARENESS)));
        assertThat(decode("03")).isInstanceOf(WhoIsHere.class);
    }

    @Test
    void saysWhatClientsUnderstand() {
        assertThat(dialect.welcome(bytes("00"), bytes("00"), true))
                .map(WireFormat::hex)
                .containsExactly("00 00 01 00");
        assertThat(dialect.welcome(bytes("00"), bytes(AWARENESS), true))
                .map(WireFormat::hex)
                .containsExactly("00 00 01 00", "01 0d " + AWARENESS);
        assertThat(dialect.beforeSyncAnswer(bytes("00"))).isEmpty();
        assertThat(hex(dialect.syncAnswer(bytes("00 00")))).isEqualTo("00 01 02 00 00");
        assertThat(hex(dialect.update(bytes(UPDATE)))).isEqualTo("00 02 0b " + UPDATE);
        assertThat(hex(dialect.presence(bytes(AWARENESS)))).isEqualTo("01 0d " + AWARENESS);
        assertThat(hex(dialect.keepAlive())).isEqualTo("01 01 00");
    }

    @Test
    void confirmsAnEditByTheEditAndAnAnswerByNothing() {
        assertThat(dialect.saved(bytes(UPDATE), false))
                .extracting(WireFormat::hex)
                .isEqualTo("00 02 0b " + UPDATE);
        assertThat(dialect.saved(bytes(UPDATE), true)).isNull();
        assertThat(dialect.savedVersion(1)).isNull();
        assertThat(dialect.told("hi")).isNull();
    }

    @Test
    void readsAllMessagesOfAFrame() throws MalformedMessageException {
        assertThat(dialect.decode(new ByteReader(bytes("03 00 00 01 00 03"))))
                .hasExactlyElementsOfTypes(WhoIsHere.class, SyncRequest.class, WhoIsHere.class);
    }

    @Test
    void refusesAFrameOfMoreMessagesThanAnyClientSends() throws MalformedMessageException {
        byte[] many = new byte[1_001];
        Arrays.fill(many, (byte) 3);

        assertThat(dialect.decode(new ByteReader(many, 0, 1_000))).hasSize(1_000);
        assertThatThrownBy(() -> dialect.decode(new ByteReader(many)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("too many messages in a frame, bytes=1001");
    }

    @Test
    void refusesEveryPrefix() {
        byte[] frame = bytes("00 02 0b " + UPDATE);
        for (int length = 0; length < frame.length; length++) {
            byte[] prefix = Arrays.copyOf(frame, length);
            assertThatThrownBy(() -> dialect.decode(new ByteReader(prefix)))
                    .as("prefix of %d bytes", length)
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void refusesWhatOnlyServersSay() {
        assertThatThrownBy(() -> decode("02 00 02 6e 6f"))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("no y-websocket client sends this, kind=2");
    }

    private Message decode(String hex) throws MalformedMessageException {
        List<Message> messages = dialect.decode(new ByteReader(bytes(hex)));
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    private static byte[] bytes(String hex) {
        return HEX.parseHex(hex);
    }

    private static String hex(EncodedFrame frame) {
        return WireFormat.hex(frame);
    }
}
