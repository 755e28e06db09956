package io.codecollab.bench;

import io.codecollab.bench.load.LoadCommand;
import java.io.IOException;
import java.util.Arrays;

/**
 * What codecollab-bench.jar runs: the load generator if the first word is {@code load}, otherwise JMH.
 *
 * <p>Stateless.
 */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws IOException {
        if (args.length > 0 && args[0].equals("load")) {
            System.exit(LoadCommand.execute(Arrays.copyOfRange(args, 1, args.length)));
        }
        org.openjdk.jmh.Main.main(args);
    }
}
