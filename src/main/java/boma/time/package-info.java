/// Clocks, rates and decay.
@NullMarked
package boma.time;

import org.jspecify.annotations.NullMarked;
