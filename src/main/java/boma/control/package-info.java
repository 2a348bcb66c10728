/// What operators can do while Boma runs.
@NullMarked
package boma.control;

import org.jspecify.annotations.NullMarked;
