/// Clocks, rates, and durations as text.
@NullMarked
package boma.time;

import org.jspecify.annotations.NullMarked;
