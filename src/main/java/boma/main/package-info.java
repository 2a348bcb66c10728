/// Wiring and the command line.
@NullMarked
package boma.main;

import org.jspecify.annotations.NullMarked;
