package io.codecollab.crdt.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the scripts of {@code src/test/node}. Stateless. */
final class Node {

    private Node() {}

    /** Starts a script; its standard error goes where ours goes. */
    static Process start(List<String> scriptAndArguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(scriptAndArguments);
        return new ProcessBuilder(command)
                .directory(folder().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Path folder() {
        return Path.of(System.getProperty("yjs.node.dir", "src/test/node"));
    }
}
