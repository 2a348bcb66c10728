package boma.client;

/// Who is calling: the key of everything that is remembered of somebody.
///
/// Two longs tell every client from every other, whatever its kind. Equal clients have equal keys.
public sealed interface Client {
    long keyHigh();

    long keyLow();

    /// Whether it can be told from others, and so can be held to account for what it does. False for those behind a
    /// Unix socket, and for streams to which Tor gives no circuit: all of them look like one.
    default boolean isOne() {
        return switch (this) {
            case Address _ -> true;
            case Circuit circuit -> circuit.id() != 0;
            case Unknown _ -> false;
        };
    }

    /// As operators write it and logs show it; [#parse(String)] reads it back.
    String text();

    /// Reads what [#text] writes, and any address for the client it belongs to.
    ///
    /// An address of Tor's circuit range is refused, because it does not say of which Tor process: write
    /// `circuit:LISTENER/ID`.
    ///
    /// @throws IllegalArgumentException with what was expected and what was found
    static Client parse(String text) {
        return ClientText.parse(text, ClientText.NO_LISTENER);
    }

    /// Reads also the spellings that name a circuit of a known listener: `circuit:29a`, `gid:666` as on Tor's control
    /// port, and `fc00:dead:beef:4dad::29a` as Tor and other proxies write it.
    ///
    /// @throws IllegalArgumentException with what was expected and what was found
    static Client parse(String text, int listener) {
        return ClientText.parse(text, listener);
    }

    /// An IPv4 address, or the /64 of an IPv6 address: its owner can use any of the 2^64 addresses in it.
    ///
    /// @param high the first eight bytes; 0 for IPv4
    /// @param low  0 for IPv6, whatever was given; `::ffff:a.b.c.d` for IPv4
    record Address(long high, long low) implements Client {
        public Address {
            if (!IpAddress.isIpv4(high, low)) low = 0;
        }

        @Override
        public long keyHigh() {
            return high;
        }

        @Override
        public long keyLow() {
            return low;
        }

        @Override
        public String text() {
            return IpAddress.text(high, low) + (IpAddress.isIpv4(high, low) ? "" : "/64");
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /// A circuit that a visitor built through Tor to an onion service of ours.
    ///
    /// @param listener where it came in: every Tor process counts its circuits from 1 and has a listener of its own
    /// @param id       the number Tor gave it, an unsigned 32-bit count; 0 are streams that Tor has no circuit for
    record Circuit(int listener, long id) implements Client {
        static final long ID_MAX = 0xffff_ffffL;

        public Circuit {
            checkListener(listener);
            if (id < 0 || id > ID_MAX) throw new IllegalArgumentException("circuit " + id + " is not 32 bits");
        }

        /// Tor's prefix, which as an [Address] always has a low half of 0.
        @Override
        public long keyHigh() {
            return IpAddress.TOR_HIGH;
        }

        @Override
        public long keyLow() {
            return ((listener + 1L) << 32) | id;
        }

        @Override
        public String text() {
            return "circuit:" + listener + '/' + Long.toHexString(id);
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /// Everybody who comes in at a listener without any address: the far side of a Unix socket.
    record Unknown(int listener) implements Client {
        public Unknown {
            checkListener(listener);
        }

        @Override
        public long keyHigh() {
            return 0;
        }

        /// Neither 0, as for an IPv6 [Address], nor with IPv4's `ffff` above its 32 bits.
        @Override
        public long keyLow() {
            return listener + 1L;
        }

        @Override
        public String text() {
            return "unknown:" + listener;
        }

        @Override
        public String toString() {
            return text();
        }
    }

    private static void checkListener(int listener) {
        if (listener < 0) throw new IllegalArgumentException("listener " + listener + " is negative");
    }
}
