package boma.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A set of networks that tells in a few steps whether it contains an address.
///
/// Two networks are apart or one holds the other. So those inside others are left out, and the only one that can
/// contain an address is the last that does not begin after it. Immutable; [#contains] allocates nothing.
public final class Networks {
    public static final Networks NONE = new Networks(List.of());

    private final List<Network> networks;
    private final Sorted ipv4;
    private final Sorted ipv6;
    private final Sorted tor;

    public Networks(List<Network> networks) {
        this.networks = List.copyOf(networks);
        ipv4 = new Sorted(this.networks.stream().filter(Network::isIpv4).toList());
        tor = new Sorted(this.networks.stream().filter(Network::isOfTor).toList());
        ipv6 = new Sorted(
                this.networks.stream().filter(n -> !n.isIpv4() && !n.isOfTor()).toList());
    }

    public boolean contains(long high, long low) {
        return world(high, low).contains(high, low);
    }

    public boolean isEmpty() {
        return networks.isEmpty();
    }

    /// As the operator gave them.
    public List<Network> networks() {
        return networks;
    }

    @Override
    public String toString() {
        return networks.toString();
    }

    private Sorted world(long high, long low) {
        if (high == IpAddress.TOR_HIGH) return tor;
        return IpAddress.isIpv4(high, low) ? ipv4 : ipv6;
    }

    /// Networks of one world, apart from each other, in order.
    private static final class Sorted {
        private final long[] high;
        private final long[] low;
        private final int[] prefix;

        Sorted(List<Network> networks) {
            List<Network> kept = withoutThoseInside(networks);
            high = kept.stream().mapToLong(Network::high).toArray();
            low = kept.stream().mapToLong(Network::low).toArray();
            prefix = kept.stream().mapToInt(Network::prefix).toArray();
        }

        boolean contains(long addressHigh, long addressLow) {
            int i = lastNotAfter(addressHigh, addressLow);
            return i >= 0
                    && (addressHigh & Network.maskHigh(prefix[i])) == high[i]
                    && (addressLow & Network.maskLow(prefix[i])) == low[i];
        }

        private int lastNotAfter(long addressHigh, long addressLow) {
            int before = 0;
            int after = high.length;
            while (before < after) {
                int middle = (before + after) >>> 1;
                if (compare(high[middle], low[middle], addressHigh, addressLow) <= 0) before = middle + 1;
                else after = middle;
            }
            return before - 1;
        }

        private static List<Network> withoutThoseInside(List<Network> networks) {
            Comparator<Network> byFirstAddress = (a, b) -> compare(a.high(), a.low(), b.high(), b.low());
            Comparator<Network> largestFirst = byFirstAddress.thenComparingInt(Network::prefix);
            List<Network> kept = new ArrayList<>();
            for (Network n : networks.stream().sorted(largestFirst).toList()) {
                if (kept.isEmpty() || !kept.getLast().contains(n.high(), n.low())) kept.add(n);
            }
            return kept;
        }

        private static int compare(long aHigh, long aLow, long bHigh, long bLow) {
            int order = Long.compareUnsigned(aHigh, bHigh);
            return order != 0 ? order : Long.compareUnsigned(aLow, bLow);
        }
    }
}
