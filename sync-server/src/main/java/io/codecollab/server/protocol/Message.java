package io.codecollab.server.protocol;

/** One thing a client says, whichever dialect it says it in. Arrays are handed over, not copied. */
public sealed interface Message {

    /**
     * "This is what I have": wants everything it lacks.
     *
     * @param stateVector an encoded state vector, not checked yet
     */
    record SyncRequest(byte[] stateVector) implements Message {}

    /**
     * "This is what you lack": the answer to what the server asked when the client came.
     *
     * @param update in update format V1, not checked yet
     */
    record SyncAnswer(byte[] update) implements Message {}

    /**
     * "I made this edit", and wants to hear that it is saved.
     *
     * @param update in update format V1, not checked yet
     */
    record Edit(byte[] update) implements Message {}

    /**
     * "This is me, and here is my cursor."
     *
     * @param update an awareness update, not checked yet
     */
    record Presence(byte[] update) implements Message {}

    /** "Who is here?" */
    record WhoIsHere() implements Message {}

    /**
     * "So far I have made so many changes": wants to hear when they are saved.
     *
     * @param version counts changes, growing
     */
    record Version(long version) implements Message {}

    /** For the other clients, whatever it means to them. */
    record Tell(String text) implements Message {}

    /**
     * "This is who I am."
     *
     * @param token what proves it, empty when there is nothing to prove
     * @param clientVersion version of the client library, empty if it does not say
     */
    record Authenticate(String token, String clientVersion) implements Message {}

    /** "I am done with this document." */
    record Leave() implements Message {}
}
