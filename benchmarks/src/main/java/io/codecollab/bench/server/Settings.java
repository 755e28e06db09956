package io.codecollab.bench.server;

import org.jspecify.annotations.Nullable;

/** What whoever asks may say about the machine. Stateless. */
final class Settings {

    private Settings() {}

    /** A system property, or else an environment variable; null if neither is set. */
    static @Nullable String get(String property, String variable) {
        String value = System.getProperty(property, System.getenv(variable));
        return value == null || value.isBlank() ? null : value;
    }
}
