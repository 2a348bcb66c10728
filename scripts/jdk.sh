# Sourced by ./boma, ./check and bench/*: finds a JDK 25 or later, wherever it is.

jdk_wanted=25

# Sets $jdk to the home of the first JDK that is new enough, or says how to get one and fails.
find_jdk() {
    local home
    while read -r home; do
        if [[ -x $home/bin/java ]] && (($(jdk_release "$home") >= jdk_wanted)); then
            jdk=$home
            return 0
        fi
    done < <(jdk_places)
    cat >&2 <<END
Boma needs a JDK $jdk_wanted or later, and none was found: not in JAVA_HOME, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks,
nor as java on the PATH. Get one, for example Temurin $jdk_wanted from https://adoptium.net, or with SDKMAN:
"sdk install java $jdk_wanted-tem". Then run this again, or set JAVA_HOME to where it is.
END
    return 1
}

jdk_places() {
    printf '%s\n' "${JAVA_HOME:-}"
    local home=${HOME:-/nonexistent}
    ls -d /usr/lib/jvm/*2[5-9]* /opt/*jdk*2[5-9]* "$home"/.sdkman/candidates/java/current \
        "$home"/.sdkman/candidates/java/2[5-9]* "$home"/.jdks/*2[5-9]* 2>/dev/null || true # most of them are not there
    local java
    java=$(readlink -f "$(command -v java)" 2>/dev/null) && dirname "$(dirname "$java")"
}

# The feature release of a Java home, such as 25, or 0. Its release file answers without starting Java.
jdk_release() {
    local line
    line=$(grep -s '^JAVA_VERSION=' "$1/release") || line=
    [[ $line =~ \"([0-9]+) ]] && echo "${BASH_REMATCH[1]}" || echo 0
}
