package io.codecollab.crdt.replay;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The arguments of a recorded operation, by position and type. Immutable, except that values are made anew each time. */
record Arguments(List<@Nullable Object> json, Values values) {

    int count() {
        return json.size();
    }

    int number(int i) {
        return Values.intValue(json.get(i));
    }

    String text(int i) {
        return (String) Objects.requireNonNull(json.get(i));
    }

    boolean flag(int i) {
        return Boolean.TRUE.equals(json.get(i));
    }

    List<@Nullable Object> list(int i) {
        return Entry.asList(json.get(i));
    }

    Map<String, @Nullable Object> attributes(int i) {
        return values.attributes(Entry.asMap(json.get(i)));
    }

    @Nullable
    Object any(int i) {
        return values.decode(json.get(i));
    }

    Object value(int i) {
        return Objects.requireNonNull(any(i));
    }
}
