package io.codecollab.server.auth.account;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;

/**
 * Passwords, and what is kept of them: Argon2id (RFC 9106), each with a salt of its own. Thread-safe; hashing takes its time on
 * the thread that asks for it.
 */
final class Passwords {

    static final int MIN_LENGTH = 10;
    static final int MAX_LENGTH = 256;

    private static final int LANES = 1; // more of them would take threads that are not ours
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private final int memoryKib;
    private final int iterations;
    private final String decoy;

    Passwords(int memoryKib, int iterations) {
        this.memoryKib = memoryKib;
        this.iterations = iterations;
        decoy = "$argon2id$v=19$m=" + memoryKib + ",t=" + iterations + ",p=" + LANES + "$" + random(SALT_BYTES) + "$"
                + random(HASH_BYTES);
    }

    /** Made when it is needed first, because it takes its memory at once, and shared by all who ask for it. */
    private Argon2Function function() {
        return Argon2Function.getInstance(memoryKib, iterations, LANES, HASH_BYTES, Argon2.ID);
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().withoutPadding().encodeToString(random);
    }

    /**
     * Checks what is to become a password.
     *
     * @throws AccountException if it is too short or too long
     */
    static void require(String password) {
        int length = password.codePointCount(0, password.length());
        if (length < MIN_LENGTH || length > MAX_LENGTH) {
            throw AccountException.invalid("a password has " + MIN_LENGTH + " to " + MAX_LENGTH + " characters");
        }
    }

    String hash(String password) {
        return Password.hash(normalised(password))
                .addRandomSalt(SALT_BYTES)
                .with(function())
                .getResult();
    }

    boolean verify(String password, String hash) {
        return Password.check(normalised(password), hash).with(Argon2Function.getInstanceFromHash(hash));
    }

    /** A hash that no password has, to take as long over unknown names as over known ones. */
    String decoy() {
        return decoy;
    }

    /** Whether a hash was made with other parameters than those of now. */
    boolean isOutdated(String hash) {
        return !Argon2Function.getInstanceFromHash(hash).equals(function());
    }

    /** Keyboards differ in how they send an accented letter. */
    private static String normalised(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }
}
