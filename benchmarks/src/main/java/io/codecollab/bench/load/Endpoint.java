package io.codecollab.bench.load;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * Where an instance of a server listens. Immutable.
 *
 * @param authority host and port, as they were given
 * @param basePath the path less the document's name
 */
record Endpoint(InetSocketAddress address, String authority, String basePath) {

    private static final int HTTP_PORT = 80;

    /** Looks the host up. */
    static Endpoint of(URI url) {
        int port = url.getPort() < 0 ? HTTP_PORT : url.getPort();
        return new Endpoint(new InetSocketAddress(url.getHost(), port), url.getAuthority(), url.getPath());
    }
}
