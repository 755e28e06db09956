package io.codecollab.crdt.oracle;

import io.codecollab.crdt.update.StateVector;
import java.util.List;
import java.util.Map;

/**
 * What the shared suite needs of a replica, be it the engine or the oracle. Edits return the update (V1) they cause: what a
 * peer has to be sent.
 */
interface CrdtUnderTest {

    byte[] insertText(String root, int index, String text);

    byte[] deleteText(String root, int index, int length);

    byte[] insertValues(String root, int index, List<?> values);

    byte[] pushValues(String root, List<?> values);

    byte[] deleteValues(String root, int index, int length);

    byte[] setKey(String root, String key, Object value);

    byte[] deleteKey(String root, String key);

    /** Sets a key to a new, empty map. */
    byte[] setNewMap(String root, String key);

    /** Sets a key of the map that is the value of a key. */
    byte[] setNestedKey(String root, String key, String nestedKey, Object value);

    void apply(byte[] update);

    String text(String root);

    List<?> values(String root);

    Map<String, ?> entries(String root);

    StateVector stateVector();

    /** Everything integrated. */
    byte[] stateAsUpdate();

    /** Whether something waits for updates that have not arrived. */
    boolean hasPending();
}
