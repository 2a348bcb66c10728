/// What is remembered of clients: connections, requests, failures, bans.
@NullMarked
package boma.ledger;

import org.jspecify.annotations.NullMarked;
