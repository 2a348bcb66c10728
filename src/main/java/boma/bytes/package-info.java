/// Views and scanners over bytes, without copies.
@NullMarked
package boma.bytes;

import org.jspecify.annotations.NullMarked;
