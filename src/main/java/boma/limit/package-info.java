/// Limits on rates, and who has used them up.
@NullMarked
package boma.limit;

import org.jspecify.annotations.NullMarked;
