/// One request in flight, and the decisions about it.
@NullMarked
package boma.exchange;

import org.jspecify.annotations.NullMarked;
