/// Which pool serves a call.
@NullMarked
package boma.route;

import org.jspecify.annotations.NullMarked;
