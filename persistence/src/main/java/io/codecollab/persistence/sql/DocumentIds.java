package io.codecollab.persistence.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rows of documents by name. Those used last are remembered, once the transaction that found or made them is committed.
 * Committing thread only.
 */
final class DocumentIds {

    private static final int MAX_REMEMBERED = 20_000;

    private final Map<String, Long> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    /** Ids of the running transaction, not to be trusted after a rollback. */
    private final Map<String, Long> found = new HashMap<>();

    /** Makes sure that {@link #of} knows these documents; creates those there are none of. */
    void find(Collection<String> names, Connection transaction) throws SQLException {
        TreeSet<String> unknown = new TreeSet<>(); // sorted: two servers that create the same documents never deadlock
        for (String name : names) {
            if (!remembered.containsKey(name)) {
                unknown.add(name);
            }
        }
        if (unknown.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = transaction.prepareStatement(
                        "INSERT INTO document (name) VALUES (?) ON CONFLICT (name) DO NOTHING");
                PreparedStatement select = transaction.prepareStatement("SELECT id FROM document WHERE name = ?")) {
            for (String name : unknown) {
                Long id = select(name, select);
                if (id == null) {
                    insert.setString(1, name);
                    insert.executeUpdate();
                    id = select(name, select);
                }
                if (id == null) {
                    throw new SQLException("document is gone as soon as it is there, document=" + name);
                }
                found.put(name, id);
            }
        }
    }

    private static @Nullable Long select(String name, PreparedStatement select) throws SQLException {
        select.setString(1, name);
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : null;
        }
    }

    long of(String name) {
        Long id = remembered.get(name);
        return id != null ? id : Objects.requireNonNull(found.get(name));
    }

    void committed() {
        remembered.putAll(found);
        found.clear();
    }

    /** Forgets everything: what a failed transaction found is not there, and what it trusted may be the reason. */
    void rolledBack() {
        remembered.clear();
        found.clear();
    }
}
