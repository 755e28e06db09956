package io.codecollab.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.server.protocol.Message.SyncRequest;
import io.codecollab.server.protocol.Message.Version;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames captured from npm {@code @y-sweet/client}, where they differ from those of y-websocket. */
class YSweetDialectTest {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    private static final String AWARENESS = "01 01 01 09 7b 22 6e 22 3a 22 78 22 7d";

    private final Dialect dialect = new YSweetDialect();

    @Test
    void readsVersions() throws MalformedMessageException {
        assertThat(decode("66 01 00")).containsExactly(new Version(0));
        assertThat(decode("66 02 ac 02")).containsExactly(new Version(300));
    }

    @Test
    void readsWhatYWebsocketSaysToo() throws MalformedMessageException {
        assertThat(decode("00 00 01 00")).singleElement().isInstanceOf(SyncRequest.class);
    }

    @Test
    void saysWhichVersionIsSaved() {
        assertThat(dialect.savedVersion(0)).extracting(WireFormat::hex).isEqualTo("66 01 00");
        assertThat(dialect.savedVersion(1)).extracting(WireFormat::hex).isEqualTo("66 01 01");
        assertThat(dialect.savedVersion(300)).extracting(WireFormat::hex).isEqualTo("66 02 ac 02");
    }

    @Test
    void saysWhoIsHereEvenIfItIsNobody() {
        assertThat(dialect.welcome(HEX.parseHex("00"), HEX.parseHex("00"), true))
                .map(WireFormat::hex)
                .containsExactly("00 00 01 00", "01 01 00");
        assertThat(dialect.welcome(HEX.parseHex("00"), HEX.parseHex(AWARENESS), true))
                .map(WireFormat::hex)
                .containsExactly("00 00 01 00", "01 0d " + AWARENESS);
    }

    @Test
    void confirmsNoSingleEdit() {
        assertThat(dialect.saved(new byte[] {0, 0}, false)).isNull();
        assertThat(dialect.saved(new byte[] {0, 0}, true)).isNull();
    }

    @Test
    void refusesAVersionThatIsNone() {
        for (String frame : new String[] {"66", "66 00", "66 02 01", "66 01 80"}) {
            assertThatThrownBy(() -> decode(frame)).as("frame=%s", frame).isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void isAnotherDialectThanYWebsocket() {
        assertThat(dialect).isNotEqualTo(new YWebsocketDialect());
        assertThat(dialect.name()).isEqualTo("y-sweet");
    }

    private List<Message> decode(String hex) throws MalformedMessageException {
        return dialect.decode(new ByteReader(HEX.parseHex(hex)));
    }
}
