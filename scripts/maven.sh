# Sourced by ./boma, ./check and bench/*: runs the Maven that .mvn/wrapper names. Needs scripts/jdk.sh and $root.

# Runs ./mvnw with the JDK that find_jdk found. Shows warnings and errors only: with -Werror, -q would hide the reason.
maven() {
    seed_maven
    local quiet="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow" # Maven's own libraries would warn about it
    (cd "$root" && JAVA_HOME=$jdk MAVEN_OPTS=$quiet ./mvnw -B -ntp -Dorg.slf4j.simpleLogger.defaultLogLevel=warn "$@")
}

# The wrapper downloads Maven from Apache's archive. Where an older Maven is installed, let that one fetch it instead:
# it knows the mirrors and proxies of this machine.
seed_maven() {
    local properties=$root/.mvn/wrapper/maven-wrapper.properties
    local url name version home
    url=$(sed -n 's/^distributionUrl=//p' "$properties")
    name=$(basename "$url" -bin.zip)
    version=${name#apache-maven-}
    home=${MAVEN_USER_HOME:-$HOME/.m2}/wrapper/dists/$name/$(wrapper_hash "$url")
    [[ -d $home ]] && return
    command -v mvn >/dev/null || return 0

    # Why markers of its own: where it found those of an earlier time, it would unpack nothing.
    echo "Fetching Maven $version ..." >&2
    mkdir -p "${home%/*}"
    local fresh
    fresh=$(mktemp -d "${home%/*}/fresh.XXXXXX")
    # shellcheck disable=SC2086 # MAVEN_ARGS is a list; Maven before 3.9 does not read it itself
    if (cd / && JAVA_HOME=$jdk mvn -q -B ${MAVEN_ARGS:-} org.apache.maven.plugins:maven-dependency-plugin:3.9.0:unpack \
        "-Dartifact=org.apache.maven:apache-maven:$version:zip:bin" "-DoutputDirectory=$fresh" \
        "-DmarkersDirectory=$fresh/markers") >/dev/null 2>&1; then
        chmod +x "$fresh/$name/bin/mvn"
        mv -T "$fresh/$name" "$home" 2>/dev/null || true # somebody else was quicker
    fi
    rm -rf "$fresh"
}

# The wrapper's name for a download: Java's String.hashCode, in hexadecimal.
wrapper_hash() {
    local i c h=0
    for ((i = 0; i < ${#1}; i++)); do
        printf -v c %d "'${1:i:1}"
        h=$(((h * 31 + c) % 4294967296))
    done
    printf %x "$h"
}
