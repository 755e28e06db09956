package io.codecollab.server.cli;

import io.codecollab.persistence.DocumentSummary;
import io.codecollab.persistence.UpdateStore;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The names of all documents of a store, fetched page by page. Not thread-safe. */
final class StoredNames implements Iterator<String> {

    private static final int PAGE = 500;

    private final UpdateStore store;
    private final Queue<String> page = new ArrayDeque<>();
    private @Nullable String last;
    private boolean complete;

    StoredNames(UpdateStore store) {
        this.store = store;
    }

    @Override
    public boolean hasNext() {
        if (page.isEmpty() && !complete) {
            for (DocumentSummary summary : store.documents(last, PAGE)) {
                page.add(summary.name());
                last = summary.name();
            }
            complete = page.isEmpty();
        }
        return !page.isEmpty();
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.remove();
    }
}
