package io.codecollab.server.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Proxies whose word is taken for whom they speak for. Everybody else can write into the header {@code X-Forwarded-For} what
 * they like: it is not looked at. Immutable.
 */
public final class TrustedProxies {

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern WITH_PORT = Pattern.compile("(\\d[\\d.]*):\\d+|\\[(.+)](?::\\d+)?");

    private record Network(byte[] address, int bits) {

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int wholeBytes = bits / 8;
            if (!Arrays.equals(address, 0, wholeBytes, other, 0, wholeBytes)) {
                return false;
            }
            int mask = 0xff00 >> bits % 8 & 0xff;
            return mask == 0 || (address[wholeBytes] & mask) == (other[wholeBytes] & mask);
        }
    }

    private final List<Network> networks;

    private TrustedProxies(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    /** No proxy is trusted. */
    public static TrustedProxies none() {
        return new TrustedProxies(List.of());
    }

    /**
     * Reads addresses and networks as people write them, commas between them: {@code 10.0.0.0/8,192.168.1.7,fd00::/8}.
     *
     * @throws IllegalArgumentException if one is none; the message is fit for whoever wrote it
     */
    public static TrustedProxies of(String list) {
        return new TrustedProxies(Stream.of(list.split(",", -1))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(TrustedProxies::network)
                .toList());
    }

    /** Whether it is a proxy. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return networks.stream().anyMatch(network -> network.contains(bytes));
    }

    /**
     * Who asks: the last in the chain of proxies who is no proxy.
     *
     * @param peer the other end of the connection
     */
    public InetAddress client(InetAddress peer, Headers headers) {
        List<String> chain = new ArrayList<>();
        headers.all("x-forwarded-for").forEach(line -> chain.addAll(Arrays.asList(line.split(",", -1))));
        InetAddress client = peer;
        for (int i = chain.size() - 1; i >= 0 && contains(client); i--) {
            Optional<InetAddress> before = address(withoutPort(chain.get(i).strip()));
            if (before.isEmpty()) {
                return client; // "unknown", or an attempt to be somebody else
            }
            client = before.get();
        }
        return client;
    }

    private static String withoutPort(String text) {
        var matcher = WITH_PORT.matcher(text);
        if (!matcher.matches()) {
            return text;
        }
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    private static Network network(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> address = address(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            throw refused(text);
        }
        byte[] bytes = address.get().getAddress();
        int bits = bytes.length * 8;
        if (slash >= 0) {
            try {
                bits = Integer.parseInt(text.substring(slash + 1));
            } catch (NumberFormatException e) {
                throw refused(text);
            }
        }
        if (bits < 0 || bits > bytes.length * 8) {
            throw refused(text);
        }
        return new Network(bytes, bits);
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no network: write an address, or one with its bits, as in 10.0.0.0/8");
    }

    /** An address written in numbers; names are not looked up. */
    private static Optional<InetAddress> address(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrustedProxies proxies && proxies.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return networks.stream()
                .map(network -> Arrays.toString(network.address()) + "/" + network.bits())
                .toList()
                .toString();
    }
}
