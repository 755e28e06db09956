/** What is served over plain HTTP: the web client and the health of the server. */
@NullMarked
package io.codecollab.server.http;

import org.jspecify.annotations.NullMarked;
