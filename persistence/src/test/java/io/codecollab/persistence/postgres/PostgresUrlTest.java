package io.codecollab.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.persistence.StoreUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {

    @Test
    void takesAJdbcUrlAsItIs() {
        PostgresUrl url =
                PostgresUrl.parse("jdbc:postgresql://db.example:5433/docs?user=ann&password=secret&sslmode=require");

        assertThat(url.jdbc())
                .isEqualTo("jdbc:postgresql://db.example:5433/docs?user=ann&password=secret&sslmode=require");
        assertThat(url.user()).isNull();
        assertThat(url.sets("sslmode")).isTrue();
        assertThat(url.sets("socketTimeout")).isFalse();
    }

    @Test
    void takesAUrlAsPsqlDoes() {
        PostgresUrl url = PostgresUrl.parse("postgres://ann%40home:s%3Ae%2Fc+t@db.example:5433/docs?sslmode=require");

        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db.example:5433/docs?sslmode=require");
        assertThat(url.user()).isEqualTo("ann@home");
        assertThat(url.password()).isEqualTo("s:e/c+t");
    }

    @Test
    void aUserNeedsNoPassword() {
        PostgresUrl url = PostgresUrl.parse("jdbc:postgresql://ann@db.example/docs");

        assertThat(url.user()).isEqualTo("ann");
        assertThat(url.password()).isNull();
        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db.example/docs");
    }

    @Test
    void anAtSignInAPropertyIsNoUser() {
        PostgresUrl url = PostgresUrl.parse("postgresql://db.example/docs?user=ann@home");

        assertThat(url.user()).isNull();
        assertThat(url.jdbc()).endsWith("?user=ann@home");
    }

    @Test
    void showsNoPassword() {
        assertThat(PostgresUrl.parse("postgresql://ann:secret@db.example:5433/docs"))
                .hasToString("postgresql://db.example:5433/docs");
        assertThat(PostgresUrl.parse("jdbc:postgresql://db.example/docs?password=secret"))
                .hasToString("postgresql://db.example/docs");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "mysql://secret@host/db",
                "jdbc:sqlite:secret",
                "postgresql://ann:secret@host:port/db",
                "postgresql://ann:secret%zz@host/db",
                "postgresql://ann:12/secret@host/db"
            })
    void refusesEverythingElseWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> PostgresUrl.parse(url))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("not a database URL")
                .hasNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }
}
