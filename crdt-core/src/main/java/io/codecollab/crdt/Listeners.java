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
        List<L> present = listeners;
        for (int i = 0; i < present.size(); i++) {
            try {
                call.accept(present.get(i));
            } catch (RuntimeException | Error thrown) {
                failure.add(thrown);
            }
        }
    }

    /** Hands an event to every listener, even if some throw. */
    static <E> void announce(Listeners<Consumer<E>> to, E event, FirstFailure failure) {
        List<Consumer<E>> present = to.listeners;
        for (int i = 0; i < present.size(); i++) {
            try {
                present.get(i).accept(event);
            } catch (RuntimeException | Error thrown) {
                failure.add(thrown);
            }
        }
    }
}
