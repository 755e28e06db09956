package io.codecollab.server.storage;

import io.codecollab.persistence.SharedUpdateStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Counts the calls of a store that have returned. Thread-safe. */
final class CountedStore {

    private final Map<String, Integer> calls = new ConcurrentHashMap<>();

    /** Hears the name of each method before it is called. */
    volatile Consumer<String> before = method -> {};

    final SharedUpdateStore store;

    CountedStore(SharedUpdateStore counted) {
        this.store = (SharedUpdateStore) Proxy.newProxyInstance(
                SharedUpdateStore.class.getClassLoader(),
                new Class<?>[] {SharedUpdateStore.class},
                (proxy, method, arguments) -> {
                    before.accept(method.getName());
                    try {
                        return method.invoke(counted, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    } finally {
                        calls.merge(method.getName(), 1, Integer::sum);
                    }
                });
    }

    int calls(String method) {
        return calls.getOrDefault(method, 0);
    }
}
