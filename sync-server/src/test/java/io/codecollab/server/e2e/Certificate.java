package io.codecollab.server.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key for {@code localhost} and a certificate that it has signed itself, made by the JDK's keytool. */
public final class Certificate {

    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "localhost";

    private final Path folder;
    private final KeyStore store;

    public Certificate(Path folder) throws Exception {
        this.folder = folder;
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        String[] arguments = {
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-validity",
            "2",
            "-dname",
            "CN=localhost",
            "-ext",
            "SAN=dns:localhost,ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-keystore",
            storeFile().toString(),
            "-storepass",
            PASSWORD
        };
        String[] command = new String[arguments.length + 1];
        command[0] = keytool.toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        int exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("keytool makes no key, exit=" + exit);
        }
        store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(storeFile())) {
            store.load(in, PASSWORD.toCharArray());
        }
        writePem(
                keyFile(),
                "PRIVATE KEY",
                store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
        writePem(certificateFile(), "CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
    }

    private static void writePem(Path file, String what, byte[] bytes) throws IOException {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n");
    }

    private Path storeFile() {
        return folder.resolve("localhost.p12");
    }

    /** PEM. */
    public Path certificateFile() {
        return folder.resolve("localhost.crt");
    }

    /** PEM, PKCS 8. */
    public Path keyFile() {
        return folder.resolve("localhost.key");
    }

    /** What makes a JVM trust it. */
    public List<String> jvmOptions() {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + storeFile(),
                "-Djavax.net.ssl.trustStoreType=PKCS12",
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    /** Trusts this certificate and no other. */
    public SSLContext trustingContext() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
