package io.codecollab.server.cli;

import io.codecollab.server.transport.TlsFiles;
import io.codecollab.server.transport.TransportKind;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where to listen, and to whom. */
final class ListenOptions {

    /** On or off. */
    enum Switch {
        ON,
        OFF
    }

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = {
                "Address to listen on; 0.0.0.0 is everywhere. With --auth none, whoever can connect can read and write "
                        + "every document.",
                "Default: 127.0.0.1, this machine alone."
            })
    String host = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port for HTTP and WebSocket, 0 for any free one. Default: 8080.")
    int port;

    @Option(
            names = "--allowed-origins",
            paramLabel = "LIST",
            defaultValue = "",
            description = {
                "Whose web pages may connect, as in",
                "https://editor.example,http://localhost:5173",
                "* is everybody. Pages of the host they connect to always may (the browser's Origin is compared to the "
                        + "Host header), and so may programs which are no browsers.",
                "Default: no others."
            })
    String allowedOrigins = "";

    @Option(
            names = "--trusted-proxies",
            paramLabel = "LIST",
            defaultValue = "",
            description = {
                "Proxies whose headers X-Forwarded-For and X-Forwarded-Proto are believed, as in",
                "10.0.0.0/8,192.168.1.7",
                "Limits per address are then those of the clients behind them. Default: none."
            })
    String trustedProxies = "";

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            defaultValue = "",
            description = {
                "Speak TLS (https, wss) with this chain of certificates in PEM, the server's own first. It and its key are "
                        + "read again when they change; connections stay open.",
                "Default: none, no TLS."
            })
    String tlsCertificate = "";

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            defaultValue = "",
            description = "The private key to --tls-cert in PEM, PKCS #8, without a password.")
    String tlsKey = "";

    @Option(
            names = "--compression",
            paramLabel = "on|off",
            defaultValue = "on",
            description = "Compress frames for clients which ask for it. Default: on.")
    Switch compression = Switch.ON;

    @Option(
            names = "--transport",
            paramLabel = "KIND",
            defaultValue = "auto",
            description =
                    "How bytes reach the kernel: auto, nio, epoll or io_uring. Default: auto, the fastest there is.")
    TransportKind transport = TransportKind.AUTO;

    /** @throws IllegalArgumentException if there is one file without the other */
    Optional<TlsFiles> tls() {
        if (tlsCertificate.isBlank() != tlsKey.isBlank()) {
            throw new IllegalArgumentException("--tls-cert and --tls-key go together: give both, or none");
        }
        return tlsKey.isBlank()
                ? Optional.empty()
                : Optional.of(new TlsFiles(Path.of(tlsCertificate), Path.of(tlsKey)));
    }
}
