package boma.rule;

import boma.config.Section;
import org.jspecify.annotations.Nullable;

/// Blocks of which the first that matches decides: tells the operator of those that never have their turn, because
/// one before them matches everything. Confined to one reading.
public final class FirstMatch {
    private @Nullable Section takesAll;

    /// The next block.
    ///
    /// @param decides whether no later block is asked once this one matches
    public void next(Section block, boolean decides) {
        if (takesAll != null) {
            block.problem(
                    "match",
                    "a block that can be reached",
                    "one behind " + takesAll.name() + ", which takes everything");
        } else if (decides && block.section("match").keys().isEmpty()) {
            takesAll = block;
        }
    }
}
