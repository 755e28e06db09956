package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar with a certificate, and clients that trust it and no other. */
class TlsIT {

    private static final Map<String, Object> TLS = Map.of("tls", true);

    @TempDir
    private Path folder;

    @Test
    void clientsOfEveryDialectComeByTls() throws Throwable {
        Certificate certificate = newCertificate("one");
        try (CodecollabJar server = serving(certificate.certificateFile(), certificate.keyFile());
                NodeHost host = NodeHost.trusting(certificate);
                NodeHost suspicious = NodeHost.start();
                Editor web = host.open(ClientKind.Y_WEBSOCKET_3, server, "tls", TLS);
                Editor hocus = host.open(ClientKind.HOCUSPOCUS_4, server, "tls", TLS);
                Editor sweet = host.open(ClientKind.Y_SWEET, server, "tls", TLS);
                Editor distrusts = suspicious.open(ClientKind.Y_WEBSOCKET_3, server, "tls", TLS)) {
            web.insert(0, "safe");
            eventually(() -> assertThat(hocus.text()).isEqualTo("safe"));
            eventually(() -> assertThat(sweet.text()).isEqualTo("safe"));
            sweet.insert(4, " and sound");
            eventually(() -> assertThat(web.text()).isEqualTo("safe and sound"));

            assertThat(distrusts.text()).isEmpty();
            assertThat(distrusts.connectionCount()).isZero();
        }
    }

    @Test
    void aNewCertificateIsTakenAndWhoIsConnectedStays() throws Throwable {
        Certificate first = newCertificate("first");
        Certificate second = newCertificate("second");
        Path chain = Files.copy(first.certificateFile(), folder.resolve("chain.pem"));
        Path key = Files.copy(first.keyFile(), folder.resolve("key.pem"));
        try (CodecollabJar server = serving(chain, key);
                NodeHost before = NodeHost.trusting(first);
                NodeHost after = NodeHost.trusting(second);
                Editor ann = before.open(ClientKind.Y_WEBSOCKET_3, server, "renewed", TLS)) {
            ann.insert(0, "before");
            eventually(() -> assertThat(ann.isSynced()).isTrue());

            Files.copy(second.certificateFile(), chain, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(second.keyFile(), key, StandardCopyOption.REPLACE_EXISTING);

            try (Editor bob = after.open(ClientKind.HOCUSPOCUS_4, server, "renewed", TLS)) {
                eventually(() -> assertThat(bob.text()).isEqualTo("before"));
                bob.insert(6, " and after");
                eventually(() -> assertThat(ann.text()).isEqualTo("before and after"));
                assertThat(ann.connectionCount()).isEqualTo(1);
            }
        }
    }

    private CodecollabJar serving(Path chain, Path key) {
        return CodecollabJar.serving(
                folder.resolve("data"), "--tls-cert", chain.toString(), "--tls-key", key.toString());
    }

    private Certificate newCertificate(String name) throws Exception {
        return new Certificate(Files.createDirectory(folder.resolve(name)));
    }
}
