/// What is remembered of clients: tiers, offences, bans.
@NullMarked
package boma.ledger;

import org.jspecify.annotations.NullMarked;
