package io.codecollab.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LoadCommandTest {

    private static final String URL = "ws://127.0.0.1:1/ws";

    @Test
    void twoWhoBothWriteIsWhatIsAskedForWithoutOptions() {
        LoadPlan plan = LoadCommand.plan("--url", URL);
        assertThat(plan.documents()).isEqualTo(1);
        assertThat(plan.clients()).isEqualTo(2);
        assertThat(plan.writers()).isEqualTo(2);
        assertThat(plan.dialect()).isEqualTo(Dialect.Y_WEBSOCKET);
        assertThat(plan.openLoop()).isFalse();
        assertThat(plan.inFlight()).isEqualTo(1);
    }

    @Test
    void whoDoesNotWriteMayBeElsewhere() {
        assertThat(LoadCommand.plan("--url", URL).readerUrl()).hasToString(URL);
        LoadPlan plan = LoadCommand.plan("--url", URL, "--reader-url", "ws://127.0.0.1:2/ws");
        assertThat(plan.url()).hasToString(URL);
        assertThat(plan.readerUrl()).hasToString("ws://127.0.0.1:2/ws");
        assertThat(plan.describe()).contains(URL).contains("ws://127.0.0.1:2/ws");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadCommand.plan("--url", URL, "--reader-url", "http://127.0.0.1:2/ws"))
                .withMessageContaining("--reader-url");
    }

    @Test
    void whoDoesNotReadDoesNotWriteEither() {
        assertThat(LoadCommand.plan("--url", URL, "--clients", "5", "--stall", "2")
                        .writers())
                .isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadCommand.plan("--url", URL, "--clients", "5", "--stall", "2", "--writers", "4"))
                .withMessageContaining("--stall");
    }

    @Test
    void onlyWhoStallsReadsSlowly() {
        assertThat(LoadCommand.plan("--url", URL, "--clients", "3", "--stall", "1", "--trickle", "1000")
                        .trickleBytesPerSecond())
                .isEqualTo(1000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadCommand.plan("--url", URL, "--trickle", "1000"))
                .withMessageContaining("--trickle");
    }

    @Test
    void aClosedLoopNeedsSomebodyWhoReads() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadCommand.plan("--url", URL, "--clients", "1"))
                .withMessageContaining("second client");
        assertThat(LoadCommand.plan("--url", URL, "--clients", "1", "--rate", "1")
                        .openLoop())
                .isTrue();
        assertThat(LoadCommand.plan("--url", URL, "--clients", "1", "--idle").writers())
                .isZero();
    }

    @Test
    void aDocumentsNameIsWhereItsDialectHasIt() {
        assertThat(Messages.path(Dialect.Y_WEBSOCKET, "/ws", "a b/c")).isEqualTo("/ws/a%20b%2Fc");
        assertThat(Messages.path(Dialect.Y_WEBSOCKET, "", "a")).isEqualTo("/a");
        assertThat(Messages.path(Dialect.HOCUSPOCUS, "/ws", "a")).isEqualTo("/ws");
        assertThat(Messages.path(Dialect.HOCUSPOCUS, "", "a")).isEqualTo("/");
    }
}
