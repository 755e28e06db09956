package io.codecollab.server.document;

import java.util.List;

/**
 * Everything a subscriber lacks, as of one moment: updates to be merged in this order. A large document comes in parts of
 * which each stands on those before it.
 *
 * @param stateVector what the document has at this moment, encoded
 * @param parts at least one; each payload is an update in format V1
 */
public record CatchUp(byte[] stateVector, List<Broadcast> parts) {}
