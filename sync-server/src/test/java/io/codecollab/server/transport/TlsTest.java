package io.codecollab.server.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.server.e2e.Certificate;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    @TempDir
    private Path folder;

    @Test
    void speaksHttpsAndWss() throws Exception {
        Certificate certificate = newCertificate("a");
        try (RunningTransport server = new RunningTransport(TransportConfigs.withTls(files(certificate)))) {
            try (SSLSocket socket = connect(server, certificate.trustingContext())) {
                ask(socket, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(head(socket))
                        .startsWith("HTTP/1.1 200 ")
                        .contains("strict-transport-security: max-age=31536000");
                assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
            }
            try (SSLSocket socket = connect(server, certificate.trustingContext())) {
                ask(socket, RawWebSocket.handshake("/ws/doc", ""));
                assertThat(head(socket)).startsWith("HTTP/1.1 101 ");
                assertThat(socket.getInputStream().read())
                        .as("a frame with bytes")
                        .isEqualTo(0x82);
            }
        }
    }

    @Test
    void takesANewCertificateAndKeepsConnections() throws Exception {
        Certificate first = newCertificate("a");
        Certificate second = newCertificate("b");
        TlsFiles files = files(first);
        try (RunningTransport server = new RunningTransport(TransportConfigs.withTls(files));
                SSLSocket old = connect(server, first.trustingContext())) {
            Files.copy(second.certificateFile(), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
            Thread.sleep(100); // in between, they do not fit together
            Files.copy(second.keyFile(), files.key(), StandardCopyOption.REPLACE_EXISTING);

            awaitCertificateOf(server, second);

            ask(old, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(head(old)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void saysInOneLineWhatIsWrongWithItsFiles() throws Exception {
        Certificate one = newCertificate("a");
        Certificate other = newCertificate("b");
        Path none = folder.resolve("none.pem");
        Path text = Files.writeString(folder.resolve("text.pem"), "hello");
        Path encrypted = Files.writeString(
                folder.resolve("encrypted.pem"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");

        assertRefused(new TlsFiles(none, one.keyFile()), "--tls-cert: there is no file " + none);
        assertRefused(new TlsFiles(one.certificateFile(), none), "--tls-key: there is no file " + none);
        assertRefused(new TlsFiles(text, one.keyFile()), "cannot use --tls-cert " + text);
        assertRefused(new TlsFiles(one.certificateFile(), text), "no private key in PEM");
        assertRefused(new TlsFiles(one.certificateFile(), encrypted), "openssl pkcs8");
        assertRefused(
                new TlsFiles(one.certificateFile(), other.keyFile()), "the key is not the one the certificate is for");
    }

    private static void assertRefused(TlsFiles files, String why) {
        assertThatThrownBy(() -> new Tls(files, 1_000).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why)
                .message()
                .doesNotContain("\n");
    }

    private static void awaitCertificateOf(RunningTransport server, Certificate certificate) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try (SSLSocket socket = connect(server, certificate.trustingContext())) {
                X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
                shown.checkValidity();
                return;
            } catch (SSLException e) {
                assertThat(System.nanoTime()).as("patience").isLessThan(deadlineNs);
                Thread.sleep(100);
            }
        }
    }

    private Certificate newCertificate(String name) throws Exception {
        return new Certificate(Files.createDirectory(folder.resolve(name)));
    }

    private TlsFiles files(Certificate certificate) throws IOException {
        Path chain = folder.resolve("chain.pem");
        Path key = folder.resolve("key.pem");
        Files.copy(certificate.certificateFile(), chain);
        Files.copy(certificate.keyFile(), key);
        return new TlsFiles(chain, key);
    }

    private static SSLSocket connect(RunningTransport server, SSLContext context) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return socket;
    }

    private static void ask(SSLSocket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String head(SSLSocket socket) throws IOException {
        return RawWebSocket.readHead(new DataInputStream(socket.getInputStream()));
    }
}
