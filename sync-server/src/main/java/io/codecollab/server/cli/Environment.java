package io.codecollab.server.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What options are when the command line does not say: {@code --port} is {@code CODECOLLAB_PORT}, and so on for all of them. An
 * empty variable is none. Immutable.
 */
record Environment(Map<String, String> variables) implements IDefaultValueProvider {

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String value = variables.get(variable(option));
        return value == null || value.isBlank() ? null : value;
    }

    /** Its environment variable: capital letters, underscores for hyphens. */
    static String variable(OptionSpec option) {
        String name = option.longestName().replaceFirst("^-+", "");
        return "CODECOLLAB_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
