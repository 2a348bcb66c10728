package boma.main;

import picocli.CommandLine.IVersionProvider;

/// The version of this build.
final class Version implements IVersionProvider {
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unreleased" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"boma " + text()};
    }
}
