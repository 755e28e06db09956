package io.codecollab.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.codecollab.server.document.CloseReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/auth.md says is so. */
class AuthDocsTest {

    private static final Path PAGE = Path.of("..", "docs", "auth.md");

    @Test
    void theExampleOfATokenSaysWhatIsSaidAboutIt() throws IOException, ParseException {
        Matcher json = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(page());
        assertThat(json.find()).isTrue();

        Identity who = Claims.read(JWTClaimsSet.parse(json.group(1)), "", "", Instant.now());

        assertThat(who)
                .isEqualTo(new Identity(
                        "u-4711",
                        "Ann",
                        false,
                        List.of(new Grant("handbook", Role.VIEWER), new Grant("team/*", Role.EDITOR)),
                        Instant.ofEpochSecond(4_102_444_800L).plus(Claims.SKEW)));
    }

    @Test
    void everyCloseCodeOfWhoIsLetInIsThere() throws IOException {
        Stream<CloseReason> ofAuth = Stream.of(
                CloseReason.TOKEN_MISSING,
                CloseReason.TOKEN_REFUSED,
                CloseReason.TOKEN_EXPIRED,
                CloseReason.TOKEN_RENEWAL,
                CloseReason.FORBIDDEN,
                CloseReason.KICKED,
                CloseReason.OVERLOADED);

        assertThat(page())
                .contains(ofAuth.map(reason -> "| " + reason.code() + " |")
                        .distinct()
                        .toList());
    }

    @Test
    void theLengthOfATokenIsTheOneThatIsChecked() throws IOException {
        assertThat(page()).contains("A token has " + JwtAuthenticator.MAX_TOKEN_LENGTH + " characters at most");
        assertThat(page()).contains(AuthConfig.MIN_SECRET_BYTES + " bytes or more");
    }

    private static String page() throws IOException {
        return Files.readString(PAGE, UTF_8);
    }
}
