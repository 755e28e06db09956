package io.codecollab.server.cli;

import java.util.Locale;

/**
 * Tells logback how to log. It reads this once, when the first logger is made, so every command comes here first and no
 * class of this package has a logger in a static field.
 */
final class Logging {

    private Logging() {}

    /** A server's log goes to standard output. */
    static void ofServer(LogOptions options) {
        set("format", options.format.name().toLowerCase(Locale.ROOT));
        set("level", options.level.name());
        set("target", "System.out");
    }

    /** The standard output of a tool is its result: what else there is to say goes to standard error. */
    static void ofTool() {
        set("format", "text");
        set("level", "WARN");
        set("target", "System.err");
    }

    private static void set(String name, String value) {
        System.setProperty("codecollab.log." + name, value);
    }
}
