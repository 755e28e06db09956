package io.codecollab.crdt.replay;

/** Does what the records of a run say, one after the other, and compares. Not thread-safe. */
interface Replay {

    /**
     * Does one record.
     *
     * @throws Mismatch when something came out different
     */
    void accept(Entry entry);
}
