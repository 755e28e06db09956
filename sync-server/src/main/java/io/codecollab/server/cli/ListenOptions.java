package io.codecollab.server.cli;

import io.codecollab.server.transport.TransportKind;
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
}
