package io.codecollab.crdt.oracle;

import static io.codecollab.crdt.oracle.WorldKind.Edit.CUT_FIRST;
import static io.codecollab.crdt.oracle.WorldKind.Edit.CUT_MIDDLE;
import static io.codecollab.crdt.oracle.WorldKind.Edit.FIRST;
import static io.codecollab.crdt.oracle.WorldKind.Edit.IN_K;
import static io.codecollab.crdt.oracle.WorldKind.Edit.LAST;
import static io.codecollab.crdt.oracle.WorldKind.Edit.MIDDLE;
import static io.codecollab.crdt.oracle.WorldKind.Edit.NEST_K;
import static io.codecollab.crdt.oracle.WorldKind.Edit.REMOVE_K;
import static io.codecollab.crdt.oracle.WorldKind.Edit.SET_K;
import static io.codecollab.crdt.oracle.WorldKind.Edit.SET_L;

import java.util.List;
import java.util.Map;

/** What a small world is about: a type, how it begins, and the scripts its peers may follow. */
enum WorldKind {
    TEXT {
        @Override
        List<List<Edit>> scripts() {
            return LIST_SCRIPTS;
        }

        @Override
        byte[] begin(CrdtUnderTest peer) {
            return peer.insertText(ROOT, 0, "xyz");
        }

        @Override
        Object content(CrdtUnderTest peer) {
            return peer.text(ROOT);
        }

        @Override
        byte[] edit(CrdtUnderTest peer, Edit edit, String value) {
            int length = peer.text(ROOT).length();
            return switch (edit) {
                case FIRST -> peer.insertText(ROOT, 0, value);
                case MIDDLE -> peer.insertText(ROOT, length / 2, value);
                case LAST -> peer.insertText(ROOT, length, value);
                case CUT_FIRST -> peer.deleteText(ROOT, 0, Math.min(1, length));
                case CUT_MIDDLE -> peer.deleteText(ROOT, length / 2, Math.min(1, length));
                default -> throw new AssertionError(edit);
            };
        }
    },

    ARRAY {
        @Override
        List<List<Edit>> scripts() {
            return LIST_SCRIPTS;
        }

        @Override
        byte[] begin(CrdtUnderTest peer) {
            return peer.insertValues(ROOT, 0, List.of("x", "y", "z"));
        }

        @Override
        Object content(CrdtUnderTest peer) {
            return peer.values(ROOT);
        }

        @Override
        byte[] edit(CrdtUnderTest peer, Edit edit, String value) {
            int length = peer.values(ROOT).size();
            return switch (edit) {
                case FIRST -> peer.insertValues(ROOT, 0, List.of(value));
                case MIDDLE -> peer.insertValues(ROOT, length / 2, List.of(value));
                case LAST -> peer.pushValues(ROOT, List.of(value));
                case CUT_FIRST -> peer.deleteValues(ROOT, 0, Math.min(1, length));
                case CUT_MIDDLE -> peer.deleteValues(ROOT, length / 2, Math.min(1, length));
                default -> throw new AssertionError(edit);
            };
        }
    },

    MAP {
        @Override
        List<List<Edit>> scripts() {
            return MAP_SCRIPTS;
        }

        @Override
        byte[] begin(CrdtUnderTest peer) {
            return peer.setNewMap(ROOT, "k");
        }

        @Override
        Object content(CrdtUnderTest peer) {
            return peer.entries(ROOT);
        }

        @Override
        byte[] edit(CrdtUnderTest peer, Edit edit, String value) {
            return switch (edit) {
                case SET_K -> peer.setKey(ROOT, "k", value);
                case SET_L -> peer.setKey(ROOT, "l", value);
                case REMOVE_K -> peer.deleteKey(ROOT, "k");
                case NEST_K -> peer.setNewMap(ROOT, "k");
                case IN_K ->
                    peer.entries(ROOT).get("k") instanceof Map<?, ?>
                            ? peer.setNestedKey(ROOT, "k", "inner", value)
                            : peer.setKey(ROOT, "k", value);
                default -> throw new AssertionError(edit);
            };
        }
    };

    /** One thing a peer may do, wherever its copy stands by then. */
    enum Edit {
        FIRST,
        MIDDLE,
        LAST,
        CUT_FIRST,
        CUT_MIDDLE,
        SET_K,
        SET_L,
        REMOVE_K,
        NEST_K,
        IN_K
    }

    private static final String ROOT = "root";

    private static final List<List<Edit>> LIST_SCRIPTS = List.of(
            List.of(MIDDLE, MIDDLE, MIDDLE),
            List.of(FIRST, FIRST, FIRST),
            List.of(LAST, LAST, LAST),
            List.of(CUT_MIDDLE, MIDDLE, CUT_FIRST),
            List.of(MIDDLE, CUT_MIDDLE, MIDDLE),
            List.of(CUT_FIRST, FIRST, LAST));

    private static final List<List<Edit>> MAP_SCRIPTS = List.of(
            List.of(SET_K, SET_K, REMOVE_K),
            List.of(NEST_K, IN_K, IN_K),
            List.of(REMOVE_K, SET_K, SET_L),
            List.of(IN_K, IN_K, SET_K),
            List.of(SET_L, NEST_K, IN_K),
            List.of(IN_K, REMOVE_K, NEST_K));

    /** What a peer may do, edit after edit. */
    abstract List<List<Edit>> scripts();

    /** Writes what every peer starts from. */
    abstract byte[] begin(CrdtUnderTest peer);

    abstract Object content(CrdtUnderTest peer);

    abstract byte[] edit(CrdtUnderTest peer, Edit edit, String value);
}
