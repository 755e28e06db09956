package io.codecollab.server.http.api;

import io.codecollab.persistence.Ban;
import io.codecollab.persistence.Member;
import io.codecollab.server.auth.Role;
import io.codecollab.server.auth.account.Directory;
import io.codecollab.server.auth.account.Members;
import io.codecollab.server.http.HttpReply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Who has a role in a document, and who may not come in. Thread-safe. */
public final class MembersResource implements Resource {

    private static final String USER = "user";
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    private static final Schema LIMIT = Schema.integer(1, MAX_LIMIT);
    private static final Schema AFTER = Schema.string(1, Members.MAX_USER_LENGTH);

    private static final Schema MEMBER = Schema.object()
            .with(USER, Schema.string())
            .maybe("name", Schema.string())
            .with("role", DocumentViews.MEMBER_ROLE)
            .with("addedAt", Schema.time())
            .named("Member");

    private static final Schema BAN = Schema.object()
            .with(USER, Schema.string())
            .maybe("name", Schema.string())
            .with("bannedBy", Schema.string())
            .with("bannedAt", Schema.time())
            .named("Ban");

    private final Members members;
    private final Directory directory;

    public MembersResource(Members members, Directory directory) {
        this.members = members;
        this.directory = directory;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/documents/{name}/members", "List members")
                        .describe("By id, the owner apart. Page on with the last id of a page that is full.")
                        .needs(Role.EDITOR)
                        .query("limit", LIMIT, "how many, " + DEFAULT_LIMIT + " if not given")
                        .query("after", AFTER, "the last user of the page before")
                        .answers(
                                200,
                                "A page",
                                Schema.object()
                                        .with("members", Schema.list(MEMBER))
                                        .named("Members"))
                        .handle(AccountHandling.forUsers(this::list)),
                Route.put("/documents/{name}/members/{user}", "Give somebody a role")
                        .audited()
                        .describe("Counts at once, for those who are connected as well.")
                        .needs(Role.OWNER)
                        .takes(Schema.object()
                                .with("role", DocumentViews.MEMBER_ROLE)
                                .named("NewRole"))
                        .answers(200, "The member", MEMBER)
                        .handle(AccountHandling.forUsers(this::set)),
                Route.delete("/documents/{name}/members/{user}", "Take somebody's role away")
                        .audited()
                        .describe("For the owner, or for whoever it is: to leave.")
                        .needs(Role.VIEWER)
                        .answers(204, "No member any more")
                        .handle(AccountHandling.forUsers(this::remove)),
                Route.get("/documents/{name}/bans", "List who may not come in")
                        .needs(Role.OWNER)
                        .query("limit", LIMIT, "how many, " + DEFAULT_LIMIT + " if not given")
                        .query("after", AFTER, "the last user of the page before")
                        .answers(
                                200,
                                "A page",
                                Schema.object().with("bans", Schema.list(BAN)).named("Bans"))
                        .handle(AccountHandling.forUsers(this::bans)),
                Route.put("/documents/{name}/bans/{user}", "Ban somebody")
                        .audited()
                        .describe("Who is banned is no member, and comes in neither by link nor by grant.")
                        .needs(Role.OWNER)
                        .answers(200, "Banned", BAN)
                        .handle(AccountHandling.forUsers(this::ban)),
                Route.delete("/documents/{name}/bans/{user}", "Let somebody in again")
                        .audited()
                        .needs(Role.OWNER)
                        .answers(204, "Not banned any more")
                        .handle(AccountHandling.forUsers(this::unban)));
    }

    private CompletionStage<HttpReply> list(Call call) {
        return members.page(call.document(), call.query("after").orElse(null), limit(call))
                .thenCompose(page -> directory
                        .names(page.stream().map(Member::user).collect(Collectors.toSet()))
                        .thenApply(names -> Answers.json(Map.of(
                                "members",
                                page.stream().map(each -> json(each, names)).toList()))));
    }

    private static int limit(Call call) {
        return (int) call.number("limit", DEFAULT_LIMIT);
    }

    private CompletionStage<HttpReply> set(Call call) {
        Role role = DocumentViews.role(call.json().text("role"));
        return members.set(call.document(), call.variable(USER), role)
                .thenCompose(member ->
                        directory.names(List.of(member.user())).thenApply(names -> Answers.json(json(member, names))));
    }

    private CompletionStage<HttpReply> remove(Call call) {
        String user = call.variable(USER);
        if (!user.equals(call.who().user()) && !call.role().atLeast(Role.OWNER)) {
            throw ProblemException.forbidden("only the owner takes the role of somebody else away");
        }
        return members.remove(call.document(), user).thenApply(done -> Answers.empty(204));
    }

    private CompletionStage<HttpReply> bans(Call call) {
        return members.bans(call.document(), call.query("after").orElse(null), limit(call))
                .thenCompose(page -> directory
                        .names(page.stream().map(Ban::user).collect(Collectors.toSet()))
                        .thenApply(names -> Answers.json(Map.of(
                                "bans",
                                page.stream().map(each -> json(each, names)).toList()))));
    }

    private CompletionStage<HttpReply> ban(Call call) {
        return members.ban(call.who(), call.document(), call.variable(USER))
                .thenApply(ban -> Answers.json(json(ban, Map.of())));
    }

    private CompletionStage<HttpReply> unban(Call call) {
        return members.unban(call.document(), call.variable(USER)).thenApply(done -> Answers.empty(204));
    }

    private static Map<String, Object> json(Member member, Map<String, String> names) {
        Map<String, Object> fields = new LinkedHashMap<>(DocumentViews.user(member.user(), names));
        fields.put("role", DocumentViews.word(Role.valueOf(member.role())));
        fields.put("addedAt", AccountHandling.time(member.addedAtMs()));
        return fields;
    }

    private static Map<String, Object> json(Ban ban, Map<String, String> names) {
        Map<String, Object> fields = new LinkedHashMap<>(DocumentViews.user(ban.user(), names));
        fields.put("bannedBy", ban.bannedBy());
        fields.put("bannedAt", AccountHandling.time(ban.bannedAtMs()));
        return fields;
    }
}
