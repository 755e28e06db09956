package io.codecollab.crdt;

import org.jspecify.annotations.Nullable;

/** What became of a run of text between two snapshots. */
public enum YChange {
    ADDED("added"),
    REMOVED("removed");

    private final String word;

    YChange(String word) {
        this.word = word;
    }

    /** The word Yjs uses: {@code added} or {@code removed}. */
    public String word() {
        return word;
    }

    /** Says what the {@code ychange} attribute of a run is. */
    @FunctionalInterface
    public interface Attribution {

        /**
         * The attribute's value, any that a format may have. Neighbouring runs become one insert when it is a map whose
         * {@code type} is {@link YChange#word()} and whose {@code user} is the client id.
         *
         * @param id the first unit of the run; its client is who wrote it, not who removed it
         */
        @Nullable
        Object valueOf(YChange change, Id id);
    }
}
