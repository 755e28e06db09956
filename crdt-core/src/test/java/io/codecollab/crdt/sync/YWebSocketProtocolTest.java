package io.codecollab.crdt.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.codecollab.crdt.lib0.DecodeException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames as captured between npm y-websocket and its server. */
class YWebSocketProtocolTest {

    private static final HexFormat HEX = HexFormat.of();

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource({
        "00000100, step 1, 00",
        "0001020000, step 2, 0000",
        "00020b0101010004010174016800, update, 0101010004010174016800",
        "0106010100027b7d, awareness, 010100027b7d",
        "010d010101097b226e223a2278227d, awareness, 010101097b226e223a2278227d",
        "0200026e6f, denied, no",
        "0201, granted, ''",
        "03, query awareness, ''",
    })
    void capturedFramesAreReadAndWritten(String hex, String kind, String content) {
        YWebSocketMessage message = YWebSocketProtocol.decode(HEX.parseHex(hex));

        assertThat(kind(message)).isEqualTo(kind);
        assertThat(content(message)).isEqualTo(content);
        assertThat(HEX.formatHex(YWebSocketProtocol.encode(message))).isEqualTo(hex);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"00000100", "0001020000", "00020b0101010004010174016800", "0106010100027b7d", "0200026e6f", "03"
            })
    void refusesEveryPrefix(String hex) {
        byte[] frame = HEX.parseHex(hex);
        for (int length = 0; length < frame.length; length++) {
            byte[] prefix = Arrays.copyOf(frame, length);
            assertThatExceptionOfType(DecodeException.class)
                    .as("prefix of %d bytes", length)
                    .isThrownBy(() -> YWebSocketProtocol.decode(prefix));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"04", "0003020000", "0202", "ff", "ffffffffffffffffff01", "00ffffffff0f00", "020001ff"})
    void refusesWhatIsOfNoKnownKind(String hex) {
        byte[] frame = HEX.parseHex(hex);

        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> YWebSocketProtocol.decode(frame));
    }

    /** Pitfall 58: a length is checked against the bytes that are there. */
    @ParameterizedTest
    @ValueSource(strings = {"0001ffffffff07", "01ffffffff07", "0200ffffffff07"})
    void refusesLengthsBeyondTheEnd(String hex) {
        byte[] frame = HEX.parseHex(hex);

        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> YWebSocketProtocol.decode(frame));
    }

    @Test
    void ignoresWhatFollowsTheFirstMessage() {
        YWebSocketMessage message = YWebSocketProtocol.decode(HEX.parseHex("0001020000" + "03"));

        assertThat(content(message)).isEqualTo("0000");
    }

    @Test
    void syncMessagesStandAloneToo() {
        SyncMessage message = SyncProtocol.decode(HEX.parseHex("01020000"));

        assertThat(message).isInstanceOf(SyncMessage.Step2.class);
        assertThat(HEX.formatHex(SyncProtocol.encode(message))).isEqualTo("01020000");
        assertThat(HEX.formatHex(AuthProtocol.encode(new AuthMessage.PermissionDenied("nö"))))
                .isEqualTo("00036ec3b6");
    }

    private static String kind(YWebSocketMessage message) {
        if (message instanceof YWebSocketMessage.Sync sync) {
            return sync.message() instanceof SyncMessage.Step1
                    ? "step 1"
                    : sync.message() instanceof SyncMessage.Step2 ? "step 2" : "update";
        } else if (message instanceof YWebSocketMessage.Auth auth) {
            return auth.message() instanceof AuthMessage.PermissionDenied ? "denied" : "granted";
        }
        return message instanceof YWebSocketMessage.Awareness ? "awareness" : "query awareness";
    }

    private static String content(YWebSocketMessage message) {
        if (message instanceof YWebSocketMessage.Sync sync) {
            return content(sync.message());
        } else if (message instanceof YWebSocketMessage.Awareness awareness) {
            return HEX.formatHex(awareness.update());
        } else if (message instanceof YWebSocketMessage.Auth auth
                && auth.message() instanceof AuthMessage.PermissionDenied denied) {
            return denied.reason();
        }
        return "";
    }

    private static String content(SyncMessage message) {
        if (message instanceof SyncMessage.Step1 step1) {
            return HEX.formatHex(step1.stateVector());
        } else if (message instanceof SyncMessage.Step2 step2) {
            return HEX.formatHex(step2.update());
        }
        return HEX.formatHex(((SyncMessage.Update) message).update());
    }
}
