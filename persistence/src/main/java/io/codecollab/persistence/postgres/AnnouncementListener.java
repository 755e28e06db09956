package io.codecollab.persistence.postgres;

import io.codecollab.persistence.SharedUpdateStore.Listening;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that waits for notifications on a connection of its own, and connects again until it is closed. Thread-safe. */
final class AnnouncementListener implements Listening {

    private static final Logger log = LoggerFactory.getLogger(AnnouncementListener.class);

    private static final long RETRY_MIN_MS = 50;
    private static final long RETRY_MAX_MS = 5_000;

    /** After so long a silence the server is asked whether it is still there. */
    private static final int SILENCE_MS = 10_000;

    private static final int CLOSE_TIMEOUT_MS = 1_000;

    private final DataSource connections;
    private final String channel;
    private final String own;
    private final Runnable hint;
    private final Thread thread;

    private volatile boolean closed;

    /** What is to be cut off when this is closed. */
    private volatile @Nullable Connection connection;

    // listening thread only
    private long pauseMs = RETRY_MIN_MS;
    private boolean lost;

    /**
     * A listener that does not listen yet.
     *
     * @param own the payload of notifications that do not count
     */
    AnnouncementListener(DataSource connections, String channel, String own, Runnable hint) {
        this.connections = connections;
        this.channel = channel;
        this.own = own;
        this.hint = hint;
        this.thread = new Thread(this::run, "codecollab-listen");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try (Connection opened = connections.getConnection()) {
                connection = opened;
                hearOn(opened);
            } catch (SQLException | RuntimeException e) {
                onLost(e);
            }
            connection = null;
            if (!closed) {
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(pauseMs));
                pauseMs = Math.min(2 * pauseMs, RETRY_MAX_MS);
            }
        }
    }

    private void hearOn(Connection opened) throws SQLException {
        PGConnection postgres = opened.unwrap(PGConnection.class);
        try (Statement statement = opened.createStatement()) {
            statement.execute("LISTEN " + channel);
            onConnected();
            while (!closed) {
                PGNotification[] heard = postgres.getNotifications(SILENCE_MS);
                if (heard == null || heard.length == 0) {
                    statement.execute("SELECT 1");
                } else if (isOfAnother(heard)) {
                    callHint();
                }
            }
        }
    }

    private boolean isOfAnother(PGNotification[] heard) {
        for (PGNotification notification : heard) {
            if (!own.equals(notification.getParameter())) {
                return true;
            }
        }
        return false;
    }

    private void onConnected() {
        if (lost) {
            log.info("Listening to other servers again");
        }
        lost = false;
        pauseMs = RETRY_MIN_MS;
        callHint();
    }

    private void onLost(Exception e) {
        if (!lost && !closed) {
            log.warn(
                    "Cannot hear of other servers through the database, trying again until it is back: {}",
                    e.toString());
            lost = true;
        }
    }

    private void callHint() {
        if (closed) {
            return;
        }
        try {
            hint.run();
        } catch (RuntimeException e) {
            log.warn("Whoever was told of an announcement failed", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        Connection open = connection;
        if (open != null) {
            abort(open);
        }
        LockSupport.unpark(thread);
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(CLOSE_TIMEOUT_MS); // longer while it connects: it ends by itself then
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void abort(Connection open) {
        try {
            open.abort(Runnable::run);
        } catch (SQLException e) {
            log.debug("A connection could not be cut off", e);
        }
    }
}
