package boma.ledger;

import boma.client.Client;

/// Clients for tests, as many as one likes.
final class Clients {
    private Clients() {}

    /// An IPv6 client, another one for each number.
    static Client client(int number) {
        return new Client.Address(0x2001_0db8_0000_0000L + number, 0);
    }
}
