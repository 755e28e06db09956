package io.codecollab.server.document;

/** Batches for those who are told of them. */
public final class Batches {

    private Batches() {}

    /**
     * A batch of edits that can be merged.
     *
     * @param stateVector what the document has after it
     */
    public static EditBatch of(byte[] stateVector, Edit... edits) {
        return batch(stateVector, false, edits);
    }

    /** A batch with an edit that waits for others. */
    public static EditBatch parked(byte[] stateVector, Edit... edits) {
        return batch(stateVector, true, edits);
    }

    private static EditBatch batch(byte[] stateVector, boolean parked, Edit... edits) {
        EditBatch batch = new EditBatch(() -> stateVector);
        for (Edit edit : edits) {
            batch.add(edit, parked);
        }
        return batch;
    }
}
