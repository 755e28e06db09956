package io.codecollab.server.session;

import io.codecollab.server.document.Edit;
import io.codecollab.server.document.EditBatch;
import io.codecollab.server.document.Subscriber;
import io.codecollab.server.protocol.Dialect;
import io.codecollab.server.protocol.EncodedFrame;
import java.util.List;
import java.util.function.Consumer;

/**
 * The edits of a batch, one message each, in one piece of memory: whoever made some of them is sent the pieces between.
 *
 * <pre>
 *   bytes  | Ann's | Bob's | Bob's | Eve's |        to Bob:  [0, ends[0])  [ends[2], ends[3])
 *   ends           ^       ^       ^       ^
 * </pre>
 *
 * Document thread only.
 */
final class EditRun {

    private final List<Edit> edits;
    private final EncodedFrame frames;
    private final int[] ends;

    private EditRun(List<Edit> edits, EncodedFrame frames, int[] ends) {
        this.edits = edits;
        this.frames = frames;
        this.ends = ends;
    }

    static EditRun encode(EditBatch batch, Dialect dialect) {
        List<Edit> edits = batch.edits();
        List<EncodedFrame> each =
                edits.stream().map(edit -> dialect.update(edit.update())).toList();
        int[] ends = new int[each.size()];
        int end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += each.get(i).size();
            ends[i] = end;
        }
        return new EditRun(edits, EncodedFrame.concat(each), ends);
    }

    /** Sends all edits but those of one subscriber; returns how many that were. */
    int sendOthers(Subscriber self, Consumer<EncodedFrame> socket) {
        int count = 0;
        int from = 0; // where the messages begin that are not sent yet
        int end = 0;
        for (int i = 0; i < ends.length; i++) {
            if (edits.get(i).from() != self) {
                count++;
                end = ends[i];
                continue;
            }
            if (end > from) {
                socket.accept(frames.slice(from, end));
            }
            from = ends[i];
            end = from;
        }
        if (end > from) {
            socket.accept(frames.slice(from, end));
        }
        return count;
    }
}
