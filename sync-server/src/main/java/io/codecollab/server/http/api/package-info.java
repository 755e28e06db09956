/**
 * The REST interface, {@code /api/v1}. Read {@link io.codecollab.server.http.api.Api} first: it is what happens to a request.
 *
 * <p>How a resource is added:
 * <ol>
 *   <li>Write a class that implements {@link io.codecollab.server.http.api.Resource}, one for each thing people talk about.
 *   <li>Declare each {@link io.codecollab.server.http.api.Route} once: method, path, a sentence, what it takes and answers as
 *       {@link io.codecollab.server.http.api.Schema}s, and what it needs: nothing ({@code open()}), a token (the default), or a
 *       {@link io.codecollab.server.auth.Role} in the document {@code {name}} of its path ({@code needs(role)}).
 *   <li>The handler gets a {@link io.codecollab.server.http.api.Call} whose caller, role, parameters and body have been
 *       checked against all that, and answers with {@link io.codecollab.server.http.api.Answers} or fails with a
 *       {@link io.codecollab.server.http.api.ProblemException}. It must not wait: work that does goes to a thread of its own.
 *   <li>Add it to the list in {@code Server}. Path matching, errors, limits and OpenAPI follow from the declaration; tests go
 *       through {@code Conformance}, which fails when an answer is not as declared.
 * </ol>
 */
@NullMarked
package io.codecollab.server.http.api;

import org.jspecify.annotations.NullMarked;
