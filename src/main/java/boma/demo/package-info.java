/// The traffic of wallets and abusers, and a live view of what becomes of it, for trying Boma out.
@NullMarked
package boma.demo;

import org.jspecify.annotations.NullMarked;
