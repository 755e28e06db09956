package io.codecollab.persistence;

import java.util.List;

/**
 * What others wrote between two positions.
 *
 * @param next where to go on
 * @param documents one entry for each document that was written
 */
public record JournalChanges(JournalPosition next, List<DocumentChange> documents) {

    public JournalChanges {
        documents = List.copyOf(documents);
    }

    /**
     * What others wrote to one document.
     *
     * @param document its name
     * @param sequences the journal rows that are there, in order
     * @param replaced whether there is a new snapshot. Rows that were written after the position may be in it and not in the
     *     journal any more: the document has to be loaded
     */
    public record DocumentChange(String document, List<Long> sequences, boolean replaced) {

        public DocumentChange {
            sequences = List.copyOf(sequences);
        }
    }
}
