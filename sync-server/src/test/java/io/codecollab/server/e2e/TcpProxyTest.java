package io.codecollab.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

    private final List<AutoCloseable> open = new ArrayList<>();

    @Test
    void carriesBytesBothWays() throws Exception {
        TcpProxy proxy = proxy(echo(0));
        Socket client = connect(proxy);

        assertThat(answer(client, 7)).isEqualTo(7);
        assertThat(answer(client, 8)).isEqualTo(8);
    }

    @Test
    void handsOnThatNothingMoreIsSent() throws Exception {
        Socket client = connect(proxy(echo(0)));

        client.shutdownOutput();

        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void whenItIsCutConnectionsEndAndNewOnesAreRefused() throws Exception {
        TcpProxy proxy = proxy(echo(0));
        Socket client = connect(proxy);
        answer(client, 1);

        proxy.cut();

        assertThatThrownBy(() -> answer(client, 2)).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> connect(proxy)).isInstanceOf(ConnectException.class);
        proxy.heal();
        assertThat(answer(connect(proxy), 3)).isEqualTo(3);
    }

    @Test
    void whenItIsFrozenConnectionsAreTakenAndNothingArrivesUntilItThaws() throws Exception {
        TcpProxy proxy = proxy(echo(0));
        Socket before = connect(proxy);
        answer(before, 1);

        proxy.freeze();
        Socket during = connect(proxy);

        assertThatThrownBy(() -> answer(before, 2)).isInstanceOf(SocketTimeoutException.class);
        assertThatThrownBy(() -> answer(during, 3)).isInstanceOf(SocketTimeoutException.class);
        proxy.heal();
        assertThat(before.getInputStream().read()).isEqualTo(2);
        assertThat(during.getInputStream().read()).isEqualTo(3);
    }

    @Test
    void whenItIsSlowEverythingArrivesThatMuchLater() throws Exception {
        TcpProxy proxy = proxy(echo(0));
        Socket client = connect(proxy);
        answer(client, 1);

        proxy.delay(50);
        long fromNs = System.nanoTime();
        answer(client, 2);

        assertThat(System.nanoTime() - fromNs).isGreaterThanOrEqualTo(100_000_000); // 50 ms there, 50 ms back
    }

    @Test
    void takesServersInTurnAndPassesOverThoseThatRefuse() throws Exception {
        ServerSocket gone = echo(30);
        TcpProxy proxy = proxy(echo(10), echo(20), gone);
        gone.close();

        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(answer(connect(proxy), 1));
        }

        assertThat(answers).containsOnly(11, 21).contains(11, 21);
    }

    /** A server that answers each byte with one that is this much larger. */
    private ServerSocket echo(int plus) throws IOException {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread thread = new Thread(() -> serve(server, plus), "echo");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static void serve(ServerSocket server, int plus) {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread thread = new Thread(() -> echo(client, plus), "echo");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void echo(Socket client, int plus) {
        try (client) {
            for (int next = client.getInputStream().read();
                    next >= 0;
                    next = client.getInputStream().read()) {
                client.getOutputStream().write(next + plus);
            }
        } catch (IOException e) {
            return; // cut
        }
    }

    private TcpProxy proxy(ServerSocket... servers) {
        Integer[] ports = new Integer[servers.length];
        for (int i = 0; i < servers.length; i++) {
            ports[i] = servers[i].getLocalPort();
        }
        TcpProxy proxy = new TcpProxy(ports);
        open.add(proxy);
        return proxy;
    }

    private Socket connect(TcpProxy proxy) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(300);
        open.add(socket);
        return socket;
    }

    private static int answer(Socket client, int question) throws IOException {
        client.getOutputStream().write(question);
        int answer = client.getInputStream().read();
        if (answer < 0) {
            throw new SocketException("closed");
        }
        return answer;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }
}
