package io.codecollab.persistence.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.codecollab.persistence.StoreUnavailableException;
import java.net.URLDecoder;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Where a PostgreSQL database is and who asks, as people write it:
 *
 * <pre>
 * url        := ["jdbc:"] ("postgresql" | "postgres") "://" [user [":" password] "@"] hosts ["/" database] ["?" properties]
 * properties := name "=" value ("&amp;" name "=" value)*        user and password may be among them
 * </pre>
 *
 * Parts are percent-encoded. Immutable.
 */
final class PostgresUrl {

    private static final String JDBC = "jdbc:";
    private static final String[] SCHEMES = {"postgresql://", "postgres://"};

    private final String jdbc;
    private final @Nullable String user;
    private final @Nullable String password;
    private final Properties properties;

    private PostgresUrl(String jdbc, @Nullable String user, @Nullable String password, Properties properties) {
        this.jdbc = jdbc;
        this.user = user;
        this.password = password;
        this.properties = properties;
    }

    /** @throws StoreUnavailableException if it is none; the message does not repeat it, for there may be a password in it */
    static PostgresUrl parse(String url) {
        String rest = afterScheme(url.startsWith(JDBC) ? url.substring(JDBC.length()) : url);
        int userEnd = rest.lastIndexOf('@', indexOfAny(rest, "/?"));
        if (rest.lastIndexOf('@', indexOfAny(rest, "?")) != userEnd) {
            throw malformed(); // a password with a bare slash in it: what follows is no database
        }
        String jdbc = JDBC + SCHEMES[0] + rest.substring(userEnd + 1);
        Properties properties = Driver.parseURL(jdbc, new Properties());
        if (properties == null) {
            throw malformed();
        }
        if (userEnd < 0) {
            return new PostgresUrl(jdbc, null, null, properties);
        }
        String userInfo = rest.substring(0, userEnd);
        int colon = userInfo.indexOf(':');
        return new PostgresUrl(
                jdbc,
                decode(colon < 0 ? userInfo : userInfo.substring(0, colon)),
                colon < 0 ? null : decode(userInfo.substring(colon + 1)),
                properties);
    }

    /** The URL for the driver. A user and a password written before the host are not in it. */
    String jdbc() {
        return jdbc;
    }

    /** Who asks, if it was written before the host. */
    @Nullable
    String user() {
        return user;
    }

    /** With what, if it was written before the host. */
    @Nullable
    String password() {
        return password;
    }

    /** Whether the URL sets a property of the driver. */
    boolean sets(String property) {
        return properties.containsKey(property);
    }

    /** Host and database, for people. */
    @Override
    public String toString() {
        int properties = jdbc.indexOf('?');
        return jdbc.substring(JDBC.length(), properties < 0 ? jdbc.length() : properties);
    }

    private static String afterScheme(String url) {
        for (String scheme : SCHEMES) {
            if (url.startsWith(scheme)) {
                return url.substring(scheme.length());
            }
        }
        throw malformed();
    }

    private static int indexOfAny(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private static String decode(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed(); // its message quotes the part
        }
    }

    private static StoreUnavailableException malformed() {
        return new StoreUnavailableException(
                "not a database URL, expected=[jdbc:]postgresql://[user[:password]@]host[:port]/database");
    }
}
