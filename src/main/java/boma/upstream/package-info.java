/// Pools of nodes: their health, their queues and the connections to them.
@NullMarked
package boma.upstream;

import org.jspecify.annotations.NullMarked;
