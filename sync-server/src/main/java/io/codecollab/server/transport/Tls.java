package io.codecollab.server.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS with a certificate that is read again when its files change: new connections get the new one, those there are stay as
 * they are. Thread-safe.
 */
final class Tls implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Tls.class);

    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private record Contents(byte[] certificate, byte[] key) {

        static Contents of(TlsFiles files) throws IOException {
            return new Contents(read("--tls-cert", files.certificate()), read("--tls-key", files.key()));
        }

        boolean isSame(Contents other) {
            return Arrays.equals(certificate, other.certificate) && Arrays.equals(key, other.key);
        }
    }

    private final TlsFiles files;
    private final ScheduledExecutorService watcher =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "codecollab-tls"));
    private volatile SslContext context;
    private Contents contents; // watcher only, once it runs

    /**
     * Reads the files, and looks at them again and again.
     *
     * @throws IOException if they cannot be used; the message is fit for whoever named them
     */
    Tls(TlsFiles files, long checkIntervalMs) throws IOException {
        this.files = files;
        contents = Contents.of(files);
        context = newContext(contents);
        var unused = watcher.scheduleWithFixedDelay(
                this::reloadIfChanged, checkIntervalMs, checkIntervalMs, TimeUnit.MILLISECONDS);
    }

    /** What a new connection begins with. */
    SslHandler newHandler(ByteBufAllocator allocator) {
        return context.newHandler(allocator);
    }

    private void reloadIfChanged() {
        try {
            Contents now = Contents.of(files);
            if (!now.isSame(contents)) {
                context = newContext(now);
                contents = now;
                log.info("Took a new certificate, file={}", files.certificate());
            }
        } catch (IOException | RuntimeException e) {
            log.warn(
                    "Stayed with the certificate there was: {}",
                    e.getMessage()); // one of two files may be written first
        }
    }

    private SslContext newContext(Contents from) throws IOException {
        try {
            TlsKey key = TlsKey.read(from.certificate(), from.key());
            return SslContextBuilder.forServer(key.key(), key.chain())
                    .sslProvider(SslProvider.JDK)
                    .protocols(VERSIONS)
                    .build();
        } catch (SSLException | GeneralSecurityException e) {
            throw new IOException(
                    "cannot use --tls-cert " + files.certificate() + " with --tls-key " + files.key() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static byte[] read(String option, Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException(option + ": there is no file " + file, e);
        } catch (IOException e) {
            throw new IOException(option + ": cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        watcher.shutdownNow();
    }
}
