/// The practice node, traffic and live view for trying Boma out.
@NullMarked
package boma.demo;

import org.jspecify.annotations.NullMarked;
