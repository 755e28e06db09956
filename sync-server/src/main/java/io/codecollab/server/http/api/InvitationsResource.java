package io.codecollab.server.http.api;

import io.codecollab.persistence.Invitation;
import io.codecollab.server.auth.Role;
import io.codecollab.server.auth.account.Invitations;
import io.codecollab.server.http.HttpReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Invitations to documents. Thread-safe. */
public final class InvitationsResource implements Resource {

    private static final String ID = "id";
    private static final long WEEK_S = 604_800;
    private static final long MIN_VALIDITY_S = 60;
    private static final long MAX_VALIDITY_S = 7_776_000; // 90 days
    private static final int MAX_USES = 1_000;

    private static final Schema NEW_INVITATION = Schema.object()
            .with("role", DocumentViews.MEMBER_ROLE)
            .maybe(
                    "user",
                    Schema.string(1, 128).describe("the name of who is invited; whoever has the secret if not given"))
            .maybe(
                    "expiresInSeconds",
                    Schema.integer(MIN_VALIDITY_S, MAX_VALIDITY_S).describe("a week if not given"))
            .maybe(
                    "maxUses",
                    Schema.integer(1, MAX_USES).describe("how many may accept with the secret, 1 if not given"))
            .named("NewInvitation");

    private static final Schema INVITATION = Schema.object()
            .with(ID, Schema.string())
            .with("document", Schema.string())
            .with("role", DocumentViews.MEMBER_ROLE)
            .maybe("user", Schema.string().describe("the id of who is invited"))
            .maybe("secret", Schema.string().describe("accepts it: for a link. Told once, when it is made"))
            .with("createdBy", Schema.string())
            .with("createdAt", Schema.time())
            .with("expiresAt", Schema.time())
            .with("maxUses", Schema.integer(1, MAX_USES))
            .with("uses", Schema.integer(0, MAX_USES))
            .named("Invitation");

    private static final Schema LIST =
            Schema.object().with("invitations", Schema.list(INVITATION)).named("Invitations");

    private static final Schema ACCEPTED = Schema.object()
            .with("document", Schema.string())
            .with("role", DocumentViews.ROLE)
            .named("AcceptedInvitation");

    private final Invitations invitations;

    public InvitationsResource(Invitations invitations) {
        this.invitations = invitations;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post("/documents/{name}/invitations", "Invite somebody to a document")
                        .audited()
                        .describe("By user name, or whoever has the link that is made of the secret.")
                        .needs(Role.OWNER)
                        .takes(NEW_INVITATION)
                        .answers(201, "The invitation", INVITATION)
                        .handle(AccountHandling.forUsers(this::create)),
                Route.get("/documents/{name}/invitations", "List open invitations to a document")
                        .needs(Role.OWNER)
                        .answers(200, "All of them, the newest first", LIST)
                        .handle(AccountHandling.forUsers(this::ofDocument)),
                Route.delete("/documents/{name}/invitations/{id}", "Take an invitation back")
                        .audited()
                        .describe("Who accepted it already stays a member.")
                        .needs(Role.OWNER)
                        .answers(204, "Nobody can accept it any more")
                        .handle(AccountHandling.forUsers(this::revoke)),
                Route.get("/invitations", "List open invitations for oneself")
                        .answers(200, "Those by name, the newest first", LIST)
                        .handle(AccountHandling.forUsers(this::mine)),
                Route.post("/invitations/{id}/accept", "Accept an invitation for oneself")
                        .audited()
                        .answers(200, "A member now", ACCEPTED)
                        .handle(AccountHandling.forUsers(this::accept)),
                Route.post("/invitations/accept", "Accept an invitation by its secret")
                        .audited()
                        .takes(Schema.object()
                                .with("secret", Schema.string(1, 256))
                                .named("Secret"))
                        .answers(200, "A member now", ACCEPTED)
                        .handle(AccountHandling.forUsers(this::acceptLink)),
                Route.delete("/invitations/{id}", "Decline an invitation for oneself")
                        .audited()
                        .answers(204, "It is gone")
                        .handle(AccountHandling.forUsers(this::decline)));
    }

    private CompletionStage<HttpReply> create(Call call) {
        JsonObject body = call.json();
        Role role = DocumentViews.role(body.text("role"));
        Duration validity = Duration.ofSeconds(body.number("expiresInSeconds", WEEK_S));
        Optional<String> user = body.maybeText("user");
        if (user.isPresent() && body.has("maxUses")) {
            throw ProblemException.badRequest("one person accepts once: leave out maxUses, or user");
        }
        CompletionStage<Invitations.Made> made = user.isPresent()
                ? invitations.invite(call.who(), call.document(), user.get(), role, validity)
                : invitations.inviteByLink(
                        call.who(), call.document(), role, validity, (int) body.number("maxUses", 1));
        return made.thenApply(invitation -> Answers.json(201, json(invitation.invitation(), invitation.secret()))
                .with("cache-control", "no-store"));
    }

    private CompletionStage<HttpReply> ofDocument(Call call) {
        return invitations.ofDocument(call.document()).thenApply(InvitationsResource::list);
    }

    private CompletionStage<HttpReply> revoke(Call call) {
        return invitations.revoke(call.document(), call.variable(ID)).thenApply(done -> Answers.empty(204));
    }

    private CompletionStage<HttpReply> mine(Call call) {
        return invitations.forUser(call.who()).thenApply(InvitationsResource::list);
    }

    private CompletionStage<HttpReply> accept(Call call) {
        return invitations.accept(call.who(), call.variable(ID)).thenApply(InvitationsResource::accepted);
    }

    private CompletionStage<HttpReply> acceptLink(Call call) {
        return invitations.acceptLink(call.who(), call.json().text("secret")).thenApply(InvitationsResource::accepted);
    }

    private CompletionStage<HttpReply> decline(Call call) {
        return invitations.decline(call.who(), call.variable(ID)).thenApply(done -> Answers.empty(204));
    }

    private static HttpReply accepted(Invitations.Accepted accepted) {
        return Answers.json(
                Map.of("document", accepted.document().value(), "role", DocumentViews.word(accepted.role())));
    }

    private static HttpReply list(List<Invitation> invitations) {
        return Answers.json(Map.of(
                "invitations", invitations.stream().map(each -> json(each, "")).toList()));
    }

    private static Map<String, Object> json(Invitation invitation, String secret) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(ID, invitation.id());
        fields.put("document", invitation.document());
        fields.put("role", DocumentViews.word(Role.valueOf(invitation.role())));
        if (invitation.user() != null) {
            fields.put("user", invitation.user());
        }
        if (!secret.isEmpty()) {
            fields.put("secret", secret);
        }
        fields.put("createdBy", invitation.createdBy());
        fields.put("createdAt", AccountHandling.time(invitation.createdAtMs()));
        fields.put("expiresAt", AccountHandling.time(invitation.expiresAtMs()));
        fields.put("maxUses", invitation.maxUses());
        fields.put("uses", invitation.uses());
        return fields;
    }
}
