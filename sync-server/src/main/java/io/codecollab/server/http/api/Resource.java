package io.codecollab.server.http.api;

import java.util.List;

/** A thing people talk about over REST, and what can be done with it. */
public interface Resource {

    /** What can be done with it. Called once. */
    List<Route> routes();
}
