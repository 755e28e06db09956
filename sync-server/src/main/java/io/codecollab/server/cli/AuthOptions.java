package io.codecollab.server.cli;

import io.codecollab.server.StartupException;
import io.codecollab.server.auth.AuthConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Who is let in. */
final class AuthOptions {

    @Option(
            names = "--auth",
            paramLabel = "none|jwt",
            defaultValue = "none",
            description = {
                "none: whoever can connect can read and write every document.",
                "jwt: clients must come with a JSON Web Token, of an issuer named below or of this server's own "
                        + "accounts; docs/auth.md has its claims. Default: none."
            })
    AuthConfig.Mode mode = AuthConfig.Mode.NONE;

    @Option(
            names = "--jwt-secret",
            paramLabel = "TEXT",
            defaultValue = "",
            description = {
                "Take tokens signed with this secret (HS256), of 32 bytes or more. CODECOLLAB_JWT_SECRET is the better "
                        + "place for it. Default: none."
            })
    String secret = "";

    @Option(
            names = "--jwt-public-key",
            paramLabel = "FILE",
            defaultValue = "",
            description = "Take tokens signed with the key to this public key (RS256 or ES256), in PEM. Default: none.")
    String publicKeyFile = "";

    @Option(
            names = "--jwks-url",
            paramLabel = "URL",
            defaultValue = "",
            description = {
                "Take tokens signed with a key which is published here as a JWK set (RS256 or ES256). It is fetched "
                        + "again every five minutes and when a token names a new key. Default: none."
            })
    String jwksUrl = "";

    @Option(
            names = "--jwt-issuer",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Take tokens with this claim iss only. Default: any.")
    String issuer = "";

    @Option(
            names = "--jwt-audience",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Take tokens with this among their claim aud only. Default: any.")
    String audience = "";

    @Option(
            names = "--registration",
            paramLabel = "auto|open|closed",
            defaultValue = "auto",
            description = {
                "open: everybody may make an account here. closed: nobody; who has one keeps it. auto: open as long as no "
                        + "other issuer of tokens is named above. Default: auto."
            })
    Registration registration = Registration.AUTO;

    @Option(
            names = "--admin-token",
            paramLabel = "TEXT",
            defaultValue = "",
            description = {
                "Who brings this token, of 16 characters or more, may look after the server at /admin, and so may admins by "
                        + "their own token. Without it and with --auth none, whoever sits at this machine may. "
                        + "CODECOLLAB_ADMIN_TOKEN is the better place for it. Default: none."
            })
    String adminToken = "";

    enum Registration {
        AUTO,
        OPEN,
        CLOSED
    }

    /** Whether everybody may make an account here. */
    boolean openRegistration() {
        return switch (registration) {
            case AUTO -> secret.isEmpty() && publicKeyFile.isEmpty() && jwksUrl.isBlank();
            case OPEN -> true;
            case CLOSED -> false;
        };
    }

    /**
     * What was asked for.
     *
     * @throws StartupException if the file of the public key cannot be read
     * @throws IllegalArgumentException if it makes no sense
     */
    AuthConfig toConfig() throws StartupException {
        return new AuthConfig(mode, secret, publicKey(), jwksUrl.strip(), issuer, audience);
    }

    private String publicKey() throws StartupException {
        if (publicKeyFile.isEmpty()) {
            return "";
        }
        try {
            return Files.readString(Path.of(publicKeyFile), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new StartupException("--jwt-public-key cannot be read, file=" + publicKeyFile, e);
        }
    }
}
