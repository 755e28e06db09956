package io.codecollab.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.server.protocol.Message.Authenticate;
import io.codecollab.server.protocol.Message.Edit;
import io.codecollab.server.protocol.Message.Leave;
import io.codecollab.server.protocol.Message.Presence;
import io.codecollab.server.protocol.Message.SyncAnswer;
import io.codecollab.server.protocol.Message.SyncRequest;
import io.codecollab.server.protocol.Message.Tell;
import io.codecollab.server.protocol.Message.WhoIsHere;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames captured from npm {@code @hocuspocus/provider} 4.8.0 on the document "doc". */
class HocuspocusDialectTest {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    private static final String DOC = "03 64 6f 63 ";
    private static final String UPDATE = "01 01 01 00 04 01 01 74 01 68 00";
    private static final String AWARENESS = "01 01 01 09 7b 22 6e 22 3a 22 78 22 7d";

    /** "doc", U+0000 and the session id "kdoqhwxydu". */
    private static final String SESSION_ADDRESS = "0e 64 6f 63 00 6b 64 6f 71 68 77 78 79 64 75";

    private final HocuspocusDialect dialect = new HocuspocusDialect("doc");

    @Test
    void understandsWhatClientsSay() throws MalformedMessageException {
        assertThat(decode(DOC + "02 00 01 54 05 34 2e 38 2e 30")).isEqualTo(new Authenticate("T", "4.8.0"));
        assertThat(decode(DOC + "02 00 01 54")).as("before version 4").isEqualTo(new Authenticate("T", ""));
        assertThat(decode(DOC + "00 00 01 00"))
                .isInstanceOfSatisfying(
                        SyncRequest.class,
                        request -> assertThat(request.stateVector()).isEqualTo(bytes("00")));
        assertThat(decode(DOC + "00 01 02 00 00"))
                .isInstanceOfSatisfying(
                        SyncAnswer.class, answer -> assertThat(answer.update()).isEqualTo(bytes("00 00")));
        assertThat(decode(DOC + "00 02 0b " + UPDATE))
                .isInstanceOfSatisfying(
                        Edit.class, edit -> assertThat(edit.update()).isEqualTo(bytes(UPDATE)));
        assertThat(decode(DOC + "01 0d " + AWARENESS))
                .isInstanceOfSatisfying(
                        Presence.class,
                        presence -> assertThat(presence.update()).isEqualTo(bytes(AWARENESS)));
        assertThat(decode(DOC + "03")).isEqualTo(new WhoIsHere());
        assertThat(decode(DOC + "05 02 68 69")).isEqualTo(new Tell("hi"));
        assertThat(decode(DOC + "07")).isEqualTo(new Leave());
    }

    @Test
    void saysWhatClientsUnderstand() {
        assertThat(dialect.welcome(bytes("00"), bytes("00"), true))
                .map(WireFormat::hex)
                .containsExactly(DOC + "02 02 0a 72 65 61 64 2d 77 72 69 74 65");
        assertThat(dialect.welcome(bytes("00"), bytes(AWARENESS), true))
                .map(WireFormat::hex)
                .containsExactly(DOC + "02 02 0a 72 65 61 64 2d 77 72 69 74 65", DOC + "01 0d " + AWARENESS);
        assertThat(dialect.beforeSyncAnswer(bytes("00"))).map(WireFormat::hex).containsExactly(DOC + "00 00 01 00");
        assertThat(hex(dialect.syncAnswer(bytes("00 00")))).isEqualTo(DOC + "00 01 02 00 00");
        assertThat(hex(dialect.update(bytes(UPDATE)))).isEqualTo(DOC + "00 02 0b " + UPDATE);
        assertThat(hex(dialect.presence(bytes(AWARENESS)))).isEqualTo(DOC + "01 0d " + AWARENESS);
        assertThat(hex(dialect.saved(bytes(UPDATE), false))).isEqualTo(DOC + "08 01");
        assertThat(hex(dialect.saved(bytes(UPDATE), true))).isEqualTo(DOC + "08 01");
        assertThat(hex(dialect.told("hi"))).isEqualTo(DOC + "05 02 68 69");
        assertThat(hex(dialect.denied("no"))).isEqualTo(DOC + "02 01 02 6e 6f");
        assertThat(hex(dialect.askForToken())).isEqualTo(DOC + "02 00");
        assertThat(hex(dialect.closed("no"))).isEqualTo(DOC + "07 02 6e 6f");
        assertThat(hex(dialect.keepAlive())).isEqualTo(DOC + "01 01 00");
        assertThat(hex(HocuspocusDialect.ping())).isEqualTo("09");
        assertThat(hex(HocuspocusDialect.pong())).isEqualTo("0a");
    }

    @Test
    void answersUnderTheVeryAddressItWasAskedUnder() throws MalformedMessageException {
        String address = HocuspocusDialect.readAddress(new ByteReader(bytes(SESSION_ADDRESS)));

        assertThat(hex(new HocuspocusDialect(address).saved(bytes("00 00"), false)))
                .isEqualTo(SESSION_ADDRESS + " 08 01");
    }

    @Test
    void knowsPingsAndPongsByTheirLength() {
        assertThat(HocuspocusDialect.isPing(bytes("09"))).isTrue();
        assertThat(HocuspocusDialect.isPong(bytes("0a"))).isTrue();
        assertThat(HocuspocusDialect.isPing(bytes("09 64"))).isFalse();
        assertThat(HocuspocusDialect.isPong(bytes("09"))).isFalse();
    }

    @Test
    void refusesEveryPrefix() {
        for (String message : new String[] {
            "02 00 01 54 05 34 2e 38 2e 30", "00 00 01 00", "00 02 0b " + UPDATE, "01 0d " + AWARENESS, "05 02 68 69"
        }) {
            byte[] frame = bytes(DOC + message);
            for (int length = 0; length < frame.length; length++) {
                byte[] prefix = Arrays.copyOf(frame, length);
                if (!HEX.formatHex(prefix).equals(DOC + "02 00 01 54")) { // a token without a version
                    assertThatThrownBy(() -> decode(prefix))
                            .as("prefix of %d bytes of %s", length, message)
                            .isInstanceOf(MalformedMessageException.class);
                }
            }
        }
    }

    @Test
    void refusesWhatOnlyServersSay() {
        for (String message :
                new String[] {"02 01 02 6e 6f", "02 02 00", "04 00 01 00", "06 02 68 69", "08 01", "0b"}) {
            assertThatThrownBy(() -> decode(DOC + message))
                    .as("message=%s", message)
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessageContaining("no hocuspocus client sends this");
        }
    }

    @Test
    void refusesAnAddressThatNoDocumentHas() {
        ByteWriter frame = new ByteWriter();
        frame.writeVarString("doc\0" + "x".repeat(2_000));
        frame.writeVarUint(3);

        assertThatThrownBy(() -> decode(frame.toByteArray()))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("address too long, length=2004");
    }

    @Test
    void dialectsOfOneAddressShareWhatIsEncoded() {
        assertThat(dialect).isEqualTo(new HocuspocusDialect("doc")).hasSameHashCodeAs(new HocuspocusDialect("doc"));
        assertThat(dialect).isNotEqualTo(new HocuspocusDialect("doc\0kdoqhwxydu"));
    }

    private Message decode(String hex) throws MalformedMessageException {
        return decode(bytes(hex));
    }

    private Message decode(byte[] frame) throws MalformedMessageException {
        ByteReader reader = new ByteReader(frame);
        HocuspocusDialect.readAddress(reader);
        List<Message> messages = dialect.decode(reader);
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
