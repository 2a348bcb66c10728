/// A node for practice, which answers with what a real nodeos once said, and transactions to push to it.
@NullMarked
package boma.practice;

import org.jspecify.annotations.NullMarked;
