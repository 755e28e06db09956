package io.codecollab.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private static final TrustedProxies PROXIES = TrustedProxies.of("10.0.0.0/8, 192.168.1.7,fd00::/8,172.16.0.0/12");

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3,true",
        "11.1.2.3,false",
        "192.168.1.7,true",
        "192.168.1.8,false",
        "172.31.255.255,true",
        "172.32.0.0,false",
        "fd12::1,true",
        "fe12::1,false",
        "::1,false"
    })
    void knowsItsNetworks(String address, boolean isProxy) throws UnknownHostException {
        assertThat(PROXIES.contains(InetAddress.getByName(address))).isEqualTo(isProxy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "10.0.0.1|203.0.113.9|203.0.113.9",
                "10.0.0.1|6.6.6.6, 203.0.113.9|203.0.113.9",
                "10.0.0.1|6.6.6.6, 203.0.113.9, 10.0.0.2|203.0.113.9",
                "10.0.0.1|203.0.113.9:1234|203.0.113.9",
                "10.0.0.1|[2001:db8::1]:1234|2001:db8::1",
                "10.0.0.1|2001:db8::1|2001:db8::1",
                "10.0.0.1|unknown|10.0.0.1",
                "10.0.0.1|evil.example|10.0.0.1",
                "10.0.0.1|6.6.6.6, , 10.0.0.2|10.0.0.2",
                "10.0.0.1|-|10.0.0.1",
                "10.0.0.1|10.0.0.5|10.0.0.5",
                "203.0.113.1|6.6.6.6|203.0.113.1"
            })
    void believesTheChainAsFarAsItIsOfProxies(String peer, String forwardedFor, String client)
            throws UnknownHostException {
        Headers headers = forwardedFor == null ? Headers.NONE : Requests.headers("X-Forwarded-For: " + forwardedFor);

        assertThat(PROXIES.client(InetAddress.getByName(peer), headers)).isEqualTo(InetAddress.getByName(client));
    }

    @Test
    void readsSeveralHeadersAsOneList() throws UnknownHostException {
        Headers headers = Requests.headers("X-Forwarded-For: 6.6.6.6", "X-Forwarded-For: 203.0.113.9, 10.0.0.2");

        assertThat(PROXIES.client(InetAddress.getByName("10.0.0.1"), headers))
                .isEqualTo(InetAddress.getByName("203.0.113.9"));
    }

    @Test
    void trustsNobodyUnlessToldTo() {
        InetAddress peer = InetAddress.getLoopbackAddress();

        assertThat(TrustedProxies.of("").client(peer, Requests.headers("X-Forwarded-For: 6.6.6.6")))
                .isEqualTo(peer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0/8", "999.1.1.1", "::g", "/8"})
    void refusesWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> TrustedProxies.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is no network");
    }
}
