/// What is seen from outside: metrics and logs, written once for each exchange.
@NullMarked
package boma.telemetry;

import org.jspecify.annotations.NullMarked;
