package io.codecollab.server.transport;

import java.nio.file.Path;

/**
 * Where TLS gets its secrets. Immutable.
 *
 * @param certificate a chain of certificates in PEM, the server's own first
 * @param key the private key to it in PEM, PKCS #8, without a password
 */
public record TlsFiles(Path certificate, Path key) {}
