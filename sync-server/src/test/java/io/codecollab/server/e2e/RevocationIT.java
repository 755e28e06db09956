package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static io.codecollab.server.e2e.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DocReplica;
import io.codecollab.server.Server;
import io.codecollab.server.ServerConfig;
import io.codecollab.server.ServerConfigs;
import io.codecollab.server.auth.AuthConfig;
import io.codecollab.server.auth.Token;
import io.codecollab.server.document.DocumentName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody is sent away while they are connected: a server in this process, so that it can be told to. */
class RevocationIT {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Set<ClientKind> HOCUSPOCUS =
            EnumSet.of(ClientKind.HOCUSPOCUS_2, ClientKind.HOCUSPOCUS_3, ClientKind.HOCUSPOCUS_4);

    private static Server server;
    private static NodeHost host;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        AuthConfig auth = new AuthConfig(AuthConfig.Mode.JWT, Token.SECRET, "", "", "", "");
        ServerConfig config = ServerConfigs.onFreePort(data, auth);
        server = Server.start(config, DocReplica::new);
        host = NodeHost.start();
    }

    @AfterAll
    static void stop() {
        host.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = "Y_WEBRTC", mode = EnumSource.Mode.EXCLUDE)
    void whoIsKickedIsGoneWithinASecond(ClientKind kind) throws Throwable {
        String document = "kicked-" + kind;
        try (Editor bob = open(ClientKind.Y_WEBSOCKET_3, document, "bob-" + kind);
                Editor ann = open(kind, document, "ann-" + kind);
                Editor annElsewhere = open(kind, "elsewhere-" + kind, "ann-" + kind)) {
            bob.insert(0, "before");
            eventually(() -> assertThat(ann.text()).isEqualTo("before"));
            eventually(() -> assertThat(annElsewhere.isSynced()).isTrue());
            ann.present(Map.of("cursor", 1));
            eventually(() -> assertThat(bob.others()).hasSize(1));
            assertThat(isSentAway(kind, ann)).isFalse();

            server.revocations().kick("ann-" + kind, Optional.of(new DocumentName(document)));

            within(AT_ONCE, () -> assertThat(isSentAway(kind, ann)).isTrue());
            assertThat(annElsewhere.lastClose()).isNull();
            if (staysAway(kind)) {
                within(AT_ONCE, () -> assertThat(bob.others()).isEmpty());
                bob.insert(0, "and ");
                ann.insert(0, "after ");
                Thread.sleep(500);
                assertThat(ann.text()).isEqualTo("after before");
                assertThat(bob.text()).isEqualTo("and before");
            }
        }
    }

    /** All others come back, as long as they have a role. */
    private static boolean staysAway(ClientKind kind) {
        return HOCUSPOCUS.contains(kind) || kind == ClientKind.Y_WEBSOCKET_3;
    }

    private static boolean isSentAway(ClientKind kind, Editor editor) {
        return HOCUSPOCUS.contains(kind)
                ? editor.ask("refused").toString().contains("sent away")
                : Long.valueOf(4403).equals(editor.lastClose());
    }

    private static Editor open(ClientKind kind, String document, String user) {
        String token = Token.of(user).grant("*", "editor").signed();
        return host.open(kind, "127.0.0.1:" + server.address().getPort(), document, Map.of("token", token));
    }
}
