/// Fixed-size tables of primitives: bounded, and the coldest key is forgotten first.
@NullMarked
package boma.table;

import org.jspecify.annotations.NullMarked;
