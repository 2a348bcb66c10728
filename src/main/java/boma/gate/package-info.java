/// The order of decisions about an exchange.
@NullMarked
package boma.gate;

import org.jspecify.annotations.NullMarked;
