package io.codecollab.server.transport;

/** A way bytes reach the kernel. */
public enum TransportKind {
    /** The fastest one that this machine has. */
    AUTO,
    /** The JDK's, on every machine. */
    NIO,
    /** Linux. */
    EPOLL,
    /** Linux 5.14 and later, where it is not switched off. */
    IO_URING
}
