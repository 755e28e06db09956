package io.codecollab.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.persistence.DirectoryQuery.Position;
import io.codecollab.persistence.DirectoryStore.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link DirectoryStore} keeps. */
public abstract class DirectoryStoreContract extends StoresContract {

    @Test
    void findsWhatWasCreated() {
        DirectoryEntry plan = entry("plan", "Our Plan", "ada", NOW);

        assertThat(create(plan)).isTrue();

        assertThat(directory().find("plan")).contains(plan);
        assertThat(directory().find("Plan")).isEmpty();
    }

    @Test
    void refusesANameThatIsTakenBeItDeleted() {
        create(entry("plan", "Our Plan", "ada", NOW));
        directory().delete("plan", NOW + 1);

        assertThat(create(entry("plan", "My Plan", "eve", NOW + 2))).isFalse();
        assertThat(directory().find("plan")).map(DirectoryEntry::owner).contains("ada");
    }

    @Test
    void ofManyWhoWantOneNameAtOnceOneGetsIt() throws Exception {
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            DirectoryEntry plan = entry("plan", "Plan", "user" + i, NOW);
            DirectoryStore store = either(i).directory();
            calls.add(() -> store.create(plan, "plan"));
        }

        assertThat(atOnce(calls)).containsOnlyOnce(true);
    }

    @Test
    void tellsWhereSomebodyStands() {
        create(entry("plan", "Plan", "ada", NOW));
        member("plan", "grace", "EDITOR");
        ban("plan", "eve");

        assertThat(standing("plan", "ada").isOwner()).isTrue();
        assertThat(standing("plan", "ada").memberRole()).isEmpty();
        assertThat(standing("plan", "grace").memberRole()).contains("EDITOR");
        assertThat(standing("plan", "grace").isOwner()).isFalse();
        assertThat(standing("plan", "eve").banned()).isTrue();
        assertThat(standing("plan", "stranger")).satisfies(stranger -> {
            assertThat(stranger.isOwner()).isFalse();
            assertThat(stranger.memberRole()).isEmpty();
            assertThat(stranger.banned()).isFalse();
        });
        assertThat(directory().standing("nothing", "ada")).isEmpty();
    }

    @Test
    void changesWhatIsGivenAndLeavesTheRest() {
        create(entry("plan", "Plan", "ada", NOW));

        assertThat(directory().change("plan", new Change("Café", "cafe", null, null), NOW + 1))
                .isTrue();
        assertThat(directory().change("plan", new Change(null, null, "java", null), NOW + 2))
                .isTrue();
        assertThat(directory().change("plan", new Change(null, null, null, LinkSetting.EDIT), NOW + 3))
                .isTrue();
        assertThat(directory().change("no plan", new Change(null, null, "java", null), NOW))
                .isFalse();

        assertThat(directory().find("plan"))
                .contains(new DirectoryEntry("plan", "Café", "java", "ada", LinkSetting.EDIT, NOW, NOW + 3, 0));
        assertThat(names(query("ada", "cafe"))).containsExactly("plan");
    }

    @Test
    void changesNothingOfADeletedDocument() {
        create(entry("plan", "Plan", "ada", NOW));
        directory().delete("plan", NOW + 1);

        assertThat(directory().change("plan", new Change(null, null, null, LinkSetting.EDIT), NOW + 2))
                .isFalse();
        assertThat(member("plan", "eve", "EDITOR")).isFalse();
        assertThat(directory().giveTo("plan", "ada", "eve", "EDITOR", NOW + 2)).isFalse();
    }

    @Test
    void isDeletedRestoredAndForgottenInThatOrder() {
        create(entry("plan", "Plan", "ada", NOW));
        member("plan", "grace", "VIEWER");

        assertThat(directory().restore("plan", NOW)).isFalse();
        assertThat(directory().forget("plan")).isFalse();
        assertThat(directory().delete("plan", NOW + 1)).isTrue();
        assertThat(directory().delete("plan", NOW + 2)).isFalse();
        assertThat(directory().find("plan")).map(DirectoryEntry::deletedAtMs).contains(NOW + 1);
        assertThat(directory().restore("plan", NOW + 3)).isTrue();
        assertThat(directory().find("plan")).map(DirectoryEntry::isDeleted).contains(false);
        assertThat(standing("plan", "grace").memberRole()).contains("VIEWER");
        assertThat(directory().delete("plan", NOW + 4)).isTrue();
        assertThat(directory().forget("plan")).isTrue();

        assertThat(directory().find("plan")).isEmpty();
        assertThat(directory().members("plan", null, 10)).isEmpty();
    }

    @Test
    void changesHandsOnce() throws Exception {
        create(entry("plan", "Plan", "ada", NOW));
        member("plan", "grace", "VIEWER");

        List<Boolean> given = atOnce(List.of(
                () -> stores().directory().giveTo("plan", "ada", "grace", "EDITOR", NOW + 1),
                () -> others().directory().giveTo("plan", "ada", "linus", "EDITOR", NOW + 1)));

        assertThat(given).containsOnlyOnce(true);
        String owner = given.get(0) ? "grace" : "linus";
        assertThat(directory().find("plan")).map(DirectoryEntry::owner).contains(owner);
        assertThat(standing("plan", owner).memberRole()).isEmpty();
        assertThat(standing("plan", "ada").memberRole()).contains("EDITOR");
    }

    @Test
    void listsWhatSomebodyOwnsOrIsAMemberOf() {
        create(entry("own", "Own", "ada", NOW));
        create(entry("shared", "Shared", "grace", NOW + 1));
        create(entry("foreign", "Foreign", "grace", NOW + 2));
        member("shared", "ada", "VIEWER");

        assertThat(names(query("ada", ""))).containsExactly("shared", "own");
        assertThat(directory().page(query("ada", "")))
                .extracting(Standing::memberRole)
                .containsExactly(Optional.of("VIEWER"), Optional.empty());
        assertThat(names(new DirectoryQuery("ada", true, "", false, null, 10)))
                .containsExactly("foreign", "shared", "own");
        assertThat(directory().countOwnedBy("grace")).isEqualTo(2);
    }

    @Test
    void listsDeletedDocumentsApart() {
        create(entry("kept", "Kept", "ada", NOW));
        create(entry("gone", "Gone", "ada", NOW));
        create(entry("somebody else's", "Gone", "grace", NOW));
        member("somebody else's", "ada", "EDITOR");
        directory().delete("gone", NOW + 1);
        directory().delete("somebody else's", NOW + 1);

        assertThat(names(query("ada", ""))).containsExactly("kept");
        assertThat(names(new DirectoryQuery("ada", false, "", true, null, 10))).containsExactly("gone");
    }

    @Test
    void searchesLiterally() {
        create(entry("a", "100% done", "ada", NOW));
        create(entry("b", "100 done", "ada", NOW));
        create(entry("c", "snake_case!", "ada", NOW));
        create(entry("d", "snakeXcase", "ada", NOW));

        assertThat(names(query("ada", "100%"))).containsExactly("a");
        assertThat(names(query("ada", "snake_"))).containsExactly("c");
        assertThat(names(query("ada", "case!"))).containsExactly("c");
        assertThat(names(query("ada", "' OR 1=1 --"))).isEmpty();
    }

    @Test
    void pagesThroughAllWhateverIsChangedMeanwhile() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            names.add(0, "doc" + (char) ('z' - i)); // names ascending, those of one moment as well
            create(entry("doc" + (char) ('z' - i), "Doc", "ada", NOW));
        }
        List<String> seen = new ArrayList<>();

        Position after = null;
        while (true) {
            List<Standing> page = directory().page(new DirectoryQuery("ada", false, "doc", false, after, 5));
            page.forEach(standing -> seen.add(standing.document().name()));
            if (page.size() < 5) {
                break;
            }
            DirectoryEntry last = page.get(4).document();
            after = new Position(last.createdAtMs(), last.name());
            directory().change(seen.get(0), new Change("Doc again", "doc again", null, null), NOW + seen.size());
        }

        assertThat(seen).isEqualTo(names);
    }

    @Test
    void givesAndTakesRoles() {
        create(entry("plan", "Plan", "ada", NOW));

        assertThat(member("plan", "grace", "VIEWER")).isTrue();
        assertThat(member("plan", "grace", "EDITOR")).isTrue();
        assertThat(member("plan", "ada", "VIEWER")).isFalse();
        assertThat(member("nothing", "grace", "VIEWER")).isFalse();
        assertThat(directory().members("plan", null, 10)).containsExactly(new Member("grace", "EDITOR", NOW));

        assertThat(directory().removeMember("plan", "grace")).isTrue();
        assertThat(directory().removeMember("plan", "grace")).isFalse();
        assertThat(directory().members("plan", null, 10)).isEmpty();
    }

    @Test
    void hasNoMoreMembersThanItMayHoweverManyComeAtOnce() throws Exception {
        create(entry("plan", "Plan", "ada", NOW));
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Member member = new Member("user" + i, "VIEWER", NOW);
            DirectoryStore store = either(i).directory();
            calls.add(() -> store.setMember("plan", member, 3));
        }

        assertThat(atOnce(calls)).filteredOn(added -> added).hasSize(3);

        List<Member> members = directory().members("plan", null, 10);
        assertThat(members).hasSize(3);
        assertThat(directory().setMember("plan", new Member(members.get(0).user(), "EDITOR", NOW), 3))
                .isTrue();
    }

    @Test
    void pagesThroughMembersByUser() {
        create(entry("plan", "Plan", "ada", NOW));
        for (String user : List.of("d", "B", "a", "c")) {
            member("plan", user, "VIEWER");
        }

        assertThat(directory().members("plan", null, 3))
                .extracting(Member::user)
                .containsExactly("B", "a", "c");
        assertThat(directory().members("plan", "c", 3)).extracting(Member::user).containsExactly("d");
    }

    @Test
    void whoIsBannedIsNoMemberAndBecomesNone() {
        create(entry("plan", "Plan", "ada", NOW));
        member("plan", "eve", "EDITOR");

        assertThat(ban("plan", "eve")).isTrue();
        assertThat(ban("plan", "eve")).isFalse();
        assertThat(member("plan", "eve", "VIEWER")).isFalse();

        assertThat(standing("plan", "eve").memberRole()).isEmpty();
        assertThat(directory().bans("plan", null, 10)).containsExactly(new Ban("eve", "ada", NOW));
        assertThat(directory().unban("plan", "eve")).isTrue();
        assertThat(directory().unban("plan", "eve")).isFalse();
        assertThat(member("plan", "eve", "VIEWER")).isTrue();
    }

    private DirectoryStore directory() {
        return stores().directory();
    }

    private boolean create(DirectoryEntry document) {
        return directory().create(document, document.title().toLowerCase(Locale.ROOT));
    }

    private Standing standing(String document, String user) {
        return directory().standing(document, user).orElseThrow();
    }

    private boolean member(String document, String user, String role) {
        return directory().setMember(document, new Member(user, role, NOW), 100);
    }

    private boolean ban(String document, String user) {
        return directory().ban(document, new Ban(user, "ada", NOW));
    }

    private List<String> names(DirectoryQuery query) {
        return directory().page(query).stream()
                .map(standing -> standing.document().name())
                .toList();
    }

    private static DirectoryQuery query(String user, String search) {
        return query(user, search, null);
    }

    private static DirectoryQuery query(String user, String search, @Nullable Position after) {
        return new DirectoryQuery(user, false, search, false, after, 10);
    }

    private static DirectoryEntry entry(String name, String title, String owner, long atMs) {
        return new DirectoryEntry(name, title, "", owner, LinkSetting.PRIVATE, atMs, atMs, 0);
    }
}
