package io.codecollab.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * People at real browsers (Chromium) on the web client in the jar: {@code src/test/node/browser/scenarios.mjs} has what they do. In
 * every one of them the browser must have nothing to complain about: no error, nothing against the page's policy, no request to
 * another host.
 */
class BrowserIT {

    private static final int PATIENCE_S = 180;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "twoWhoTypeAtOnceInOnePlaceEndWithTheSameText",
                "whoWasOfflineComesBackWithWhatTheyWrote",
                "aReloadKeepsWhatWasNotSent",
                "cursorsAndNamesAppear",
                "undoTakesBackOnesOwnEditsOnly",
                "theLanguageIsTheSameForEverybody",
                "runsJavaScriptAndSharesWhatItSaid",
                "stopsAnEndlessLoop",
                "runsPythonFromTheJarAlone",
                "whoMayOnlyReadCannotType",
                "peopleSignInAndInviteEachOther",
                "aRestartLosesNothing",
                "peopleTalkBesideADocument",
                "oneGoesBackToAVersion",
                "whoeverLooksAfterTheServerSeesWhatGoesOn",
                "aStrangerDoesNotLookAfterTheServer",
                "everythingCanBeDoneWithTheKeyboard",
                "aPhoneIsEnoughToReadAndCorrect",
                "theFirstVisitIsLight"
            })
    void inABrowser(String scenario) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder node = new ProcessBuilder(
                "node",
                Path.of(System.getProperty("e2e.node.dir"), "browser", "main.mjs")
                        .toString(),
                scenario);
        node.environment().put("CODECOLLAB_JAR", System.getProperty("codecollab.jar"));
        node.environment()
                .put(
                        "CODECOLLAB_JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Process process =
                node.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean hasEnded = process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        String said = Files.readString(output);

        assertThat(hasEnded).as("%s ends: %s", scenario, said).isTrue();
        assertThat(process.exitValue()).as("%s: %s", scenario, said).isZero();
        if (!said.isBlank()) {
            System.out.print(said);
        }
    }
}
