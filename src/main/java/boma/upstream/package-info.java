/// Pools of nodes: their health, the choice among them and the connections to them.
@NullMarked
package boma.upstream;

import org.jspecify.annotations.NullMarked;
