package io.codecollab.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DocReplica;
import io.codecollab.server.Caller.Reply;
import io.codecollab.server.auth.AuthConfig;
import io.codecollab.server.storage.StoreLocation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleOnSqliteTest extends PeopleContract {

    @Override
    StoreLocation location(Path folder) {
        return StoreLocation.sqlite(folder);
    }

    @Test
    void thereAreNoAccountsWhereNobodyIsAsked(@TempDir Path folder) throws Exception {
        try (Server open = Server.start(
                ServerConfigs.onFreePort(StoreLocation.sqlite(folder), AuthConfig.none()), DocReplica::new)) {
            Caller anybody = Caller.stranger(open.address());

            List<Reply> answers = List.of(
                    anybody.post("/auth/register", Map.of("name", "ada", "password", "correct horse")),
                    anybody.get("/me"),
                    anybody.get("/documents"),
                    anybody.get("/documents/plan"),
                    anybody.get("/invitations"));

            assertThat(answers).allSatisfy(reply -> {
                assertThat(reply.status()).isEqualTo(404);
                assertThat(reply.text("type")).endsWith("accounts-off");
                assertThat(reply.text("detail")).contains("accounts are off");
            });
        }
    }
}
