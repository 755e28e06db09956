package io.codecollab.persistence;

import java.util.function.Supplier;

/** Secrets that the servers of one database share. Thread-safe; waits for the database. */
public interface SecretStore {

    /**
     * A secret, made by whoever asks first.
     *
     * @param whenThereIsNone makes one; what it makes is not used if somebody else was faster
     * @throws StoreUnavailableException if the database cannot be reached
     */
    byte[] secret(String name, Supplier<byte[]> whenThereIsNone);
}
