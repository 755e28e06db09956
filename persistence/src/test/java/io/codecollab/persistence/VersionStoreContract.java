package io.codecollab.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link VersionStore} keeps. */
public abstract class VersionStoreContract extends StoresContract {

    /** Runs a statement on the open database, past the store. */
    protected abstract void damage(String sql);

    @Test
    void returnsWhatWasKept() {
        NamedVersion kept = keep("plan", "first draft", "ada");

        assertThat(kept).isEqualTo(new NamedVersion(kept.id(), "plan", "first draft", "ada", NOW, 20));
        assertThat(versions().find("plan", kept.id())).contains(kept);
        assertThat(versions().state("plan", kept.id()).orElseThrow()).isEqualTo(bytes("state of first draft"));
    }

    @Test
    void keepsDocumentsApart() {
        NamedVersion kept = keep("plan", "x", "ada");

        assertThat(versions().find("other", kept.id())).isEmpty();
        assertThat(versions().state("other", kept.id())).isEmpty();
        assertThat(versions().rename("other", kept.id(), "y")).isFalse();
        assertThat(versions().remove("other", kept.id())).isFalse();
        assertThat(versions().versions("other", Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void listsTheNewestFirstPageByPage() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            keep("plan", name, "ada");
        }

        List<NamedVersion> first = versions().versions("plan", Long.MAX_VALUE, 3);
        List<NamedVersion> second = versions().versions("plan", first.get(2).id(), 3);

        assertThat(first).extracting(NamedVersion::name).containsExactly("e", "d", "c");
        assertThat(second).extracting(NamedVersion::name).containsExactly("b", "a");
    }

    @Test
    void keepsNoMoreThanItMay() {
        assertThat(versions().keep("plan", "a", "ada", NOW, new byte[0], 1)).isPresent();
        assertThat(versions().keep("plan", "b", "ada", NOW, new byte[0], 1)).isEmpty();
        assertThat(versions().keep("other", "a", "ada", NOW, new byte[0], 1)).isPresent();
    }

    @Test
    void isRenamedAndRemoved() {
        NamedVersion one = keep("plan", "", "ada");
        keep("plan", "two", "ada");

        assertThat(versions().rename("plan", one.id(), "one")).isTrue();
        assertThat(versions().find("plan", one.id())).map(NamedVersion::name).contains("one");
        assertThat(versions().remove("plan", one.id())).isTrue();
        assertThat(versions().remove("plan", one.id())).isFalse();
        assertThat(versions().removeAll("plan")).isEqualTo(1);

        assertThat(versions().versions("plan", Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void noticesDamage() {
        NamedVersion kept = keep("plan", "x", "ada");
        damage("UPDATE named_version SET record = substring(record, 1, 20)");

        assertThatThrownBy(() -> versions().state("plan", kept.id())).isInstanceOf(CorruptRecordException.class);
    }

    @Test
    void erasedContentIsGoneAndTheNameStaysTaken() {
        UpdateStore updates = stores().updates();
        updates.append("plan", bytes("edit")).join();
        updates.append("other", bytes("edit")).join();
        updates.compact(updates.load("plan"), bytes("snapshot"));
        updates.append("plan", bytes("another edit")).join();
        updates.keepRefused("plan", bytes("bad"), "why");

        assertThat(updates.erase("plan")).isTrue();
        assertThat(updates.erase("never there")).isTrue();

        assertThat(updates.load("plan").size()).isZero();
        assertThat(updates.quarantined("plan")).isEmpty();
        assertThat(updates.create("plan")).isFalse();
        assertThat(updates.load("other").journal()).hasSize(1);
        updates.append("plan", bytes("later edit")).join();
        assertThat(updates.load("plan").journal()).hasSize(1);
    }

    @Test
    void whoAsksFirstMakesTheSecret() throws Exception {
        List<byte[]> secrets = atOnce(List.of(
                () -> stores().secrets().secret("jwt", () -> bytes("mine")),
                () -> others().secrets().secret("jwt", () -> bytes("yours"))));

        assertThat(secrets.get(0)).isEqualTo(secrets.get(1));
        assertThat(stores().secrets().secret("jwt", () -> bytes("later"))).isEqualTo(secrets.get(0));
        assertThat(stores().secrets().secret("other", () -> bytes("later"))).isEqualTo(bytes("later"));
    }

    private VersionStore versions() {
        return stores().versions();
    }

    private NamedVersion keep(String document, String name, String author) {
        Optional<NamedVersion> kept = versions().keep(document, name, author, NOW, bytes("state of " + name), 100);
        return kept.orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
