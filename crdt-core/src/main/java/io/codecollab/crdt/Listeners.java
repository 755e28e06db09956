package io.codecollab.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Listeners in the order they subscribed. A listener added or removed during a call takes effect with the next one.
 *
 * <p>Not thread-safe.
 */
final class Listeners<L> {
    private List<L> listeners = List.of();

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    Subscription add(L listener, Runnable onRemoved) {
        List<L> added = new ArrayList<>(listeners);
        added.add(listener);
        listeners = added;
        return new Subscription() {
            private boolean open = true;

            @Override
            public void close() {
                if (open) {
                    open = false;
                    removeFirst(listener);
                    onRemoved.run();
                }
            }
        };
    }

    private void removeFirst(L listener) {
        List<L> remaining = new ArrayList<>(listeners);
        for (int i = 0; i < remaining.size(); i++) {
            if (remaining.get(i) == listener) {
                remaining.remove(i);
                break;
            }
        }
        listeners = remaining;
    }

    void clear() {
        listeners = List.of();
    }

    /** Calls every listener, even if some throw. */
    void forEach(FirstFailure failure, Consumer<L> call) {
        for (L listener : listeners) {
            failure.run(() -> call.accept(listener));
        }
    }
}
