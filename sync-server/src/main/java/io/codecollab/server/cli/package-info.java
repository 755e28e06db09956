/**
 * The command line of codecollab.jar: {@code serve}, and what looks after stored documents. Read {@link
 * io.codecollab.server.cli.Main} first.
 */
@NullMarked
package io.codecollab.server.cli;

import org.jspecify.annotations.NullMarked;
