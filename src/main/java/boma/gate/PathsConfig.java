package boma.gate;

import boma.antelope.Endpoint;
import boma.bytes.Ascii;
import boma.config.Section;
import boma.rule.PathSet;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// The `[paths]` section: which calls of an Antelope node are public beside those of the chain.
///
/// @param allow    exact paths of calls that Boma does not know, such as those of a plugin of one's own
/// @param history  whether calls below `/v1/history/` are
/// @param hyperion whether calls below `/v2/` and the stream are
/// @param trace    whether calls below `/v1/trace_api/` are
public record PathsConfig(List<String> allow, boolean history, boolean hyperion, boolean trace) {
    private static final String ALLOW_EXPECTED = "an exact path of a call that is not known, such as /v1/myplugin/get";

    public PathsConfig {
        allow = List.copyOf(allow);
    }

    public static PathsConfig read(Section s) {
        return new PathsConfig(allow(s), s.bool("history", false), s.bool("hyperion", false), s.bool("trace", false));
    }

    private static List<String> allow(Section s) {
        List<String> allowed = new ArrayList<>();
        List<String> texts = s.texts("allow");
        for (int i = 0; i < texts.size(); i++) {
            if (isUnknownPath(texts.get(i))) allowed.add(texts.get(i));
            else s.problem("allow", i, ALLOW_EXPECTED);
        }
        return allowed;
    }

    /// Why no others: what is known is either public anyway, has a switch of its own, or is for the operator only.
    /// And all below `/v1/`, say, would hold spellings of which a gateway before the node makes a known path.
    private static boolean isUnknownPath(String text) {
        try {
            byte[] bytes = Ascii.bytes(PathSet.check(text));
            Endpoint endpoint = Endpoint.of(MemorySegment.ofArray(bytes), 0, bytes.length);
            return endpoint == Endpoint.UNKNOWN && !text.endsWith("*");
        } catch (IllegalArgumentException _) { // the caller says what was expected
            return false;
        }
    }
}
