package io.codecollab.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.document.Batches;
import io.codecollab.server.document.Edit;
import io.codecollab.server.document.Listener;
import io.codecollab.server.document.Subscriber;
import io.codecollab.server.protocol.EncodedFrame;
import io.codecollab.server.protocol.WireFormat;
import io.codecollab.server.protocol.YWebsocketDialect;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is sent which edits of a batch. */
class EditRunTest {

    private final Subscriber ann = new Listener();
    private final Subscriber bob = new Listener();
    private final Subscriber eve = new Listener();

    /** Every batch of up to five edits by three people. */
    @Test
    void everybodyIsSentTheEditsOfTheOthersInOrder() {
        Subscriber[] people = {ann, bob, eve};
        for (int count = 1; count <= 5; count++) {
            for (int who = 0; who < Math.pow(3, count); who++) {
                List<Edit> edits = new ArrayList<>();
                for (int i = 0, rest = who; i < count; i++, rest /= 3) {
                    edits.add(new Edit(people[rest % 3], new byte[] {(byte) (i + 1)}, false));
                }
                EditRun run =
                        EditRun.encode(Batches.of(new byte[] {0}, edits.toArray(Edit[]::new)), new YWebsocketDialect());
                for (Subscriber reader : people) {
                    assertSentTheOthers(run, edits, reader);
                }
            }
        }
    }

    private static void assertSentTheOthers(EditRun run, List<Edit> edits, Subscriber reader) {
        List<EncodedFrame> pieces = new ArrayList<>();
        int count = run.sendOthers(reader, pieces::add);

        List<String> expected = edits.stream()
                .filter(edit -> edit.from() != reader)
                .map(edit -> "00 02 01 0" + edit.update()[0])
                .toList();
        List<String> sent = pieces.stream()
                .flatMap(piece -> WireFormat.messages(piece).stream())
                .map(WireFormat.Received::hex)
                .toList();
        assertThat(sent).as("edits=%s", edits).isEqualTo(expected);
        assertThat(count).isEqualTo(expected.size());
        assertThat(pieces).allMatch(piece -> piece.bytes() == pieces.get(0).bytes());
    }
}
