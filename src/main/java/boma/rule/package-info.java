/// The operator's rules: what matches, and what happens then.
@NullMarked
package boma.rule;

import org.jspecify.annotations.NullMarked;
