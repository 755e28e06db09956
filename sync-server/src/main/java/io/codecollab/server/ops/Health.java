package io.codecollab.server.ops;

/** What the server says about itself to those who watch it. Immutable. */
public final class Health {

    /** The process is up and answers: all there is to say as long as somebody hears it. */
    public String alive() {
        return "{\"status\":\"alive\"}\n";
    }
}
