package io.codecollab.persistence;

/** Hears of every commit, for whoever measures. Called on the committing thread, which must not be held up. */
public interface CommitListener {

    /** Listens to nothing. */
    CommitListener NONE = new CommitListener() {
        @Override
        public void committed(int rows, long bytes, long nanos) {}

        @Override
        public void failed(Throwable failure) {}
    };

    /**
     * A transaction is durable.
     *
     * @param rows how many updates it had
     * @param bytes what they take, headers included
     * @param nanos how long the transaction took, without attempts that failed
     */
    void committed(int rows, long bytes, long nanos);

    /** An attempt to commit failed; there will be another. */
    void failed(Throwable failure);
}
