/// Who is calling: an address, a Tor circuit, or unknown.
@NullMarked
package boma.client;

import org.jspecify.annotations.NullMarked;
