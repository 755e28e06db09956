package io.codecollab.server.cli;

import io.codecollab.server.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class CommandVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"CodeCollab " + Version.current()};
    }
}
