package io.codecollab.bench.load;

import java.net.URI;
import java.util.Locale;

/**
 * What is to be driven, and how hard. Immutable.
 *
 * @param url where the server listens, less the document's name
 * @param readerUrl where those connect who make no edits: the same, or another instance that serves the same documents
 * @param token what hocuspocus clients say who they are with
 * @param documentPrefix what the names of documents start with, a number follows
 * @param documents how many rooms there are
 * @param clients members of each room
 * @param writers members of each room that make edits, the first ones
 * @param stalled members of each room that do not read until the end, the last ones
 * @param trickleBytesPerSecond how much each of those reads after all; 0 for nothing
 * @param inFlight closed loop: edits of one writer which its witness does not have yet
 * @param editsPerSecond open loop: edits of one writer per second; 0 for the closed loop
 * @param lettersPerEdit letters, that is clocks, of one edit
 * @param overwriting whether each edit deletes what its writer inserted before
 * @param presencesPerSecond how often a member moves its cursor, per second; 0 for members without cursors
 * @param contentLetters how large a document is before anybody but the first member comes
 * @param joinsPerSecond how many strangers come, get everything and go, per second, in all
 * @param reconnectEveryMs how often all members come back, 0 for never
 * @param surviving whether members come back when a connection breaks
 * @param warmUpMs how long to drive before measuring
 * @param measureMs how long to measure
 * @param settleMs how long to wait, without anything arriving, for what is missing at the end
 * @param connecting how many connections may be under way in one lane
 * @param lanes how many event loops
 * @param seed what is random is made from
 */
record LoadPlan(
        URI url,
        URI readerUrl,
        Dialect dialect,
        String token,
        String documentPrefix,
        int documents,
        int clients,
        int writers,
        int stalled,
        int trickleBytesPerSecond,
        int inFlight,
        double editsPerSecond,
        int lettersPerEdit,
        boolean overwriting,
        double presencesPerSecond,
        int contentLetters,
        double joinsPerSecond,
        long reconnectEveryMs,
        boolean surviving,
        long warmUpMs,
        long measureMs,
        long settleMs,
        int connecting,
        int lanes,
        long seed) {

    LoadPlan {
        check(isWebSocket(url), "--url must be ws://HOST[:PORT][/PATH], is " + url);
        check(isWebSocket(readerUrl), "--reader-url must be ws://HOST[:PORT][/PATH], is " + readerUrl);
        check(documents > 0 && clients > 0, "there must be a document and a client");
        check(writers >= 0 && writers <= clients, "--writers must be 0 to --clients, is " + writers);
        check(stalled >= 0 && stalled <= clients - writers, "--stall must leave the writers reading, is " + stalled);
        check(
                trickleBytesPerSecond == 0 || (trickleBytesPerSecond > 0 && stalled > 0),
                "--trickle is for those who --stall");
        check(inFlight > 0 && editsPerSecond >= 0, "--in-flight and --rate must be positive");
        check(
                writers == 0 || editsPerSecond > 0 || clients - stalled > 1,
                "a closed loop needs a second client who reads in each room");
        check(lettersPerEdit > 0 && contentLetters >= 0, "--edit-letters and --content must be positive");
        check(presencesPerSecond >= 0 && joinsPerSecond >= 0, "--awareness and --join must be positive");
        check(warmUpMs >= 0 && measureMs >= 0 && settleMs >= 0 && reconnectEveryMs >= 0, "times must be positive");
        check(connecting > 0 && lanes > 0, "--connecting and --threads must be positive");
    }

    private static boolean isWebSocket(URI url) {
        return "ws".equals(url.getScheme()) && url.getHost() != null;
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    boolean openLoop() {
        return editsPerSecond > 0;
    }

    /** In one sentence, for people to read. */
    String describe() {
        String typing = writers == 0
                ? "nobody writes"
                : openLoop()
                        ? String.format(Locale.ROOT, "%d write, %.4g edits/s each (open loop)", writers, editsPerSecond)
                        : String.format(Locale.ROOT, "%d write, %d in flight each (closed loop)", writers, inFlight);
        String where = readerUrl.equals(url) ? url.toString() : url + ", readers at " + readerUrl;
        return String.format(Locale.ROOT, "%d x %d clients, %s, %s at %s", documents, clients, typing, dialect, where);
    }
}
