/// The nodeos API and its data: endpoints, names, transactions, errors.
@NullMarked
package boma.antelope;

import org.jspecify.annotations.NullMarked;
