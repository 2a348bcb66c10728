/// Listeners and client connections.
@NullMarked
package boma.server;

import org.jspecify.annotations.NullMarked;
